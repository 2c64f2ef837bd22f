package org.asyndgan.command.report;

import java.util.List;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * How the image of one mask came about: drawn again and again with the same noise.
 *
 * @param caption under the row
 * @param stages in the order of steps
 */
public record GrowthRow(String caption, LabelMap mask, List<Stage> stages) {

    public GrowthRow {
        stages = List.copyOf(stages);
    }

    /**
     * The image at one step.
     *
     * @param image in [-1, 1], shape [C, H, W]
     */
    public record Stage(long step, FloatTensor image) {}
}
