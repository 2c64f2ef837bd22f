package org.asyndgan.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyndgan.command.report.StripRow;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.GatheredRelease;
import org.asyndgan.core.segmentation.ReleaseCollector;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.transport.link.SampleLink;
import org.asyndgan.transport.log.LinkSettings;

/** Pictures of a few released images beside the real ones of the same masks. */
final class SampleStrip {

    private static final int ROWS = 8;
    private static final int MOST_EMPTY_POLLS = 50;

    private SampleStrip() {}

    /** Rows spread evenly over the release. */
    static List<StripRow> of(LinkSettings link, RealPartners partners) {
        List<TrainingPair> release = release(link);
        List<StripRow> rows = new ArrayList<>();
        int count = Math.min(ROWS, release.size());
        for (int i = 0; i < count; i++) {
            TrainingPair synthetic = release.get((int) ((i + 0.5) * release.size() / count));
            RealPartners.Partner real = partners.of(synthetic.labels());
            String caption = real.isExact() ? real.site() : real.site() + ", the real image with the most similar mask";
            rows.add(new StripRow(
                    caption, synthetic.labels(), synthetic.image(), real.pair().image()));
        }
        return rows;
    }

    /** The last one; an earlier one where that cannot be had. */
    private static List<TrainingPair> release(LinkSettings link) {
        ReleaseCollector collector = new ReleaseCollector();
        Optional<GatheredRelease> newest = Optional.empty();
        try (SampleLink samples = new SampleLink(link)) {
            int empty = 0;
            while (empty < MOST_EMPTY_POLLS
                    && newest.filter(GatheredRelease::isLast).isEmpty()) {
                List<SyntheticSample> arrived = samples.poll();
                for (SyntheticSample sample : arrived) {
                    Optional<GatheredRelease> whole = collector.add(sample);
                    newest = whole.isPresent() ? whole : newest;
                }
                empty = arrived.isEmpty() ? empty + 1 : 0;
            }
        }
        return newest.map(GatheredRelease::pairs).orElse(List.of());
    }
}
