package org.asyndgan.discriminator.page;

import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A synthetic image with the mask it was drawn from.
 *
 * @param image in [-1, 1], shape [C, H, W]
 */
record JudgedImage(MaskUse mask, FloatTensor image) {}
