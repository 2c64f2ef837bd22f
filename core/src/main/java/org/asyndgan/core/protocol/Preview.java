package org.asyndgan.core.protocol;

import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * An image drawn from one of a few masks that are the same at every step, for people to look at.
 *
 * <p>Whoever reads one decides nothing by it. The generator itself decides by those that it draws when a run that goes on
 * until {@code converged} ends.
 *
 * @param drawnBy the weights that drew it
 * @param probe number of the mask among the probes, 0 … {@value #MOST} - 1
 * @param site whose mask it is
 * @param labels the mask
 * @param image in [-1, 1], shape [C, H, W]
 */
public record Preview(GeneratorVersion drawnBy, int probe, SiteId site, LabelMap labels, FloatTensor image) {

    /** The most probes a run has. */
    public static final int MOST = 64;

    public Preview {
        if (probe < 0 || probe >= MOST) {
            throw new IllegalArgumentException("Probe " + probe + " is not among the " + MOST + " that a run may have");
        }
        if (image.dim(1) != labels.height() || image.dim(2) != labels.width()) {
            throw new IllegalArgumentException("A preview has an image " + image + " for " + labels);
        }
    }

    /** The record's key: the newest record of a probe and step is kept. */
    public String key() {
        return probe + "@" + drawnBy.step();
    }
}
