package org.asyndgan.experiment.audit;

import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.nn.tensor.FloatTensor;

/** A site as the generator of its run meets it. */
@FunctionalInterface
public interface QuestionedSite {

    /**
     * What the site sends for a batch of one.
     *
     * @param mask one of the site's
     * @param image in the place of the synthetic image, [C, H, W], in [-1, 1] on the grid of 8 bits
     */
    SiteGradient answer(String mask, FloatTensor image);
}
