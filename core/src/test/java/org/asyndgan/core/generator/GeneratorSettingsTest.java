package org.asyndgan.core.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;
import org.junit.jupiter.api.Test;

class GeneratorSettingsTest {

    /** Of the previews the newest 512 are kept, and two thirds of a run are looked at: 768 in a run. */
    @Test
    void refusesMorePreviewsThanAreKeptToTellWhenTheRunHasConverged() {
        assertThat(untilConverged(7_680, 10).previews().every()).isEqualTo(10);

        assertThatThrownBy(() -> untilConverged(7_690, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("until converged goes by at most 768 previews of a run, and preview-every 10 draws more in"
                        + " 7690 steps; set preview-every to a hundredth of steps, or until to steps");
    }

    private static GeneratorSettings untilConverged(long steps, long previewEvery) {
        return new GeneratorSettings(
                1,
                new Schedule(1, steps, 1, new LearningRate(0.1, 0.5), Until.CONVERGED),
                0,
                Augmentation.NONE,
                1,
                ReleaseSettings.once(0, ReleaseMasks.SHARED, ReleaseChoice.LAST),
                5,
                FoldSettings.ASYNC,
                new PreviewSettings(previewEvery, 8));
    }
}
