package org.asyndgan.command.report;

import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * One row of the strip of pictures: a mask, what the generator drew from it, a real image.
 *
 * @param caption under the row; empty for none
 * @param synthetic in [-1, 1], shape [C, H, W]
 * @param real in [-1, 1], shape [C, H, W]
 */
public record StripRow(String caption, LabelMap mask, FloatTensor synthetic, FloatTensor real) {}
