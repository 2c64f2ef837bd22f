package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.nn.optimizer.LearningRate;
import org.junit.jupiter.api.Test;

class SegmentationSettingsTest {

    @Test
    void readAsTheyDidBeforeThereWasMoreSoThatATrainingBegunThenGoesOn() {
        var settings = new SegmentationSettings(
                3, 24, 2, new LearningRate(0.5, 0.25), Augmentation.DIHEDRAL, new IntensityAugmentation(0.1, 0, 0));

        assertThat(settings)
                .hasToString("SegmentationSettings[seed=3, steps=24, batchSize=2,"
                        + " learningRate=LearningRate[initial=0.5, decayFrom=0.25], augmentation=DIHEDRAL,"
                        + " intensities=IntensityAugmentation[jitter=0.1, noise=0.0, blur=0.0]]");
    }

    @Test
    void tellWhatWasAddedSince() {
        var settings = new SegmentationSettings(
                3,
                24,
                2,
                new LearningRate(0.5, 0, 0.9),
                Augmentation.MIRROR,
                IntensityAugmentation.NONE,
                PairAugmentation.parse("shift=0.1@0.5"),
                0.25,
                true);

        assertThat(settings)
                .hasToString("SegmentationSettings[seed=3, steps=24, batchSize=2,"
                        + " learningRate=LearningRate[initial=0.5, decayFrom=0.0, power=0.9], augmentation=MIRROR,"
                        + " intensities=IntensityAugmentation[jitter=0.0, noise=0.0, blur=0.0], changes=shift=0.1@0.5,"
                        + " balance=0.25, averagesFlips=true]");
    }

    @Test
    void refuseABalanceThatIsNoShare() {
        assertThatThrownBy(() -> new SegmentationSettings(
                        3,
                        24,
                        2,
                        new LearningRate(0.5, 0),
                        Augmentation.MIRROR,
                        IntensityAugmentation.NONE,
                        PairAugmentation.NONE,
                        1.5,
                        true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("balance 1.5 must be a share, from 0 to 1");
    }
}
