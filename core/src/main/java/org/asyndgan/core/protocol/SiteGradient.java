package org.asyndgan.core.protocol;

import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A site's answer to one {@link SyntheticBatch}.
 *
 * @param batch the batch answered
 * @param drawnBy the weights that had drawn it
 * @param gradient ∂L_j/∂ŷ, the loss being a mean over B and the patches; shape [B, C, H, W]
 * @param report what the site tells of itself with it
 */
public record SiteGradient(BatchId batch, GeneratorVersion drawnBy, FloatTensor gradient, SiteReport report) {

    public SiteId site() {
        return batch.site();
    }

    /** The same with {@link SiteReport#withoutRealImages}. */
    public SiteGradient withoutRealImages() {
        return new SiteGradient(batch, drawnBy, gradient, report.withoutRealImages());
    }
}
