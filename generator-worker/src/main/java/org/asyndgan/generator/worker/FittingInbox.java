package org.asyndgan.generator.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.GeneratorInbox;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.imaging.image.LabelMap;

/**
 * Lets in only sites whose images and masks have the run's shape.
 *
 * <p>One mask of another size would otherwise end the run in the middle of a pass. A site that does not
 * fit is told about once a session and simply never joins.
 */
final class FittingInbox implements GeneratorInbox {

    private final GeneratorInbox inbox;
    private final int[] imageShape;
    private final int classes;
    private final BiConsumer<SiteId, String> refusals;
    private final Set<String> told = new HashSet<>();

    /**
     * @param imageShape [C, H, W]
     * @param classes K
     * @param refusals takes a site and what is wrong with it, completing "the site …"
     */
    FittingInbox(GeneratorInbox inbox, int[] imageShape, int classes, BiConsumer<SiteId, String> refusals) {
        this.inbox = inbox;
        this.imageShape = imageShape.clone();
        this.classes = classes;
        this.refusals = refusals;
    }

    @Override
    public List<Arrival> gather() {
        return fitting(inbox.gather());
    }

    @Override
    public void startAt(Map<SiteId, Long> positions) {
        inbox.startAt(positions);
    }

    @Override
    public List<Arrival> poll() {
        return fitting(inbox.poll());
    }

    @Override
    public void mute(SiteId site) {
        inbox.mute(site);
    }

    private List<Arrival> fitting(List<Arrival> arrivals) {
        return arrivals.stream().filter(this::fits).toList();
    }

    private boolean fits(Arrival arrival) {
        if (arrival instanceof Arrival.Presented presented) {
            return fits(presented.manifest());
        }
        return !(arrival instanceof Arrival.Shared lent)
                || fits(lent.mask().site(), lent.mask().labels());
    }

    private boolean fits(SiteManifest site) {
        boolean fits = site.channels() == imageShape[0]
                && site.height() == imageShape[1]
                && site.width() == imageShape[2]
                && site.classes() == classes;
        if (!fits && told.add(site.site() + " " + site.session())) {
            refusals.accept(
                    site.site(),
                    "has images of " + site.channels() + " x " + site.height() + " x " + site.width() + " and "
                            + site.classes() + " classes, but this run has " + imageShape[0] + " x " + imageShape[1]
                            + " x " + imageShape[2] + " and " + classes + "; set image-size, channels and"
                            + " label-values alike everywhere");
        }
        return fits;
    }

    private boolean fits(SiteId site, LabelMap mask) {
        boolean fits = mask.height() == imageShape[1] && mask.width() == imageShape[2] && mask.classes() == classes;
        if (!fits && told.add(site + " mask")) {
            refusals.accept(
                    site,
                    "lends masks of " + mask.height() + " x " + mask.width() + " and " + mask.classes()
                            + " classes, but this run has " + imageShape[1] + " x " + imageShape[2] + " and " + classes
                            + "; it cannot join before they are replaced");
        }
        return fits;
    }
}
