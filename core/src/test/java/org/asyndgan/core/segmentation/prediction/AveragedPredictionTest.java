package org.asyndgan.core.segmentation.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class AveragedPredictionTest {

    private static final int SIDE = 8;

    @Test
    void isTheNetworksOwnOfTheImageAsItIs() {
        try (UNet network = new UNet(new UNetSettings(1, 3, 4, 1), 2)) {
            assertThat(new AveragedPrediction(network, Augmentation.NONE.flips()).of(images()))
                    .isEqualTo(network.forward(images()));
        }
    }

    @Test
    void isTheMeanProbabilityOfTheFlips() {
        try (UNet network = new UNet(new UNetSettings(1, 3, 4, 1), 2)) {
            FloatTensor found = new AveragedPrediction(network, Augmentation.MIRROR.flips()).of(images());
            FloatTensor straight = network.forward(images());
            FloatTensor mirrored = network.forward(mirrored(images()));

            for (int row = 0; row < 2; row++) {
                for (int p = 0; p < SIDE * SIDE; p++) {
                    int twin = p / SIDE * SIDE + SIDE - 1 - p % SIDE;
                    for (int k = 0; k < 3; k++) {
                        double expected = (probability(straight, row, p, k) + probability(mirrored, row, twin, k)) / 2;
                        assertThat(probability(found, row, p, k)).isCloseTo(expected, within(1e-6));
                    }
                }
            }
        }
    }

    @Test
    void ofAFlippedImageIsTheFlippedPrediction() {
        try (UNet network = new UNet(new UNetSettings(1, 2, 4, 1), 2)) {
            var averaged = new AveragedPrediction(network, Augmentation.DIHEDRAL.flips());

            FloatTensor mirrored = mirrored(averaged.of(images()));
            FloatTensor ofMirrored = averaged.of(mirrored(images()));

            for (int i = 0; i < mirrored.size(); i++) {
                assertThat(ofMirrored.at(i)).isCloseTo(mirrored.at(i), within(1e-5f));
            }
        }
    }

    @Test
    void flipsKeepRowsRows() {
        assertThat(Augmentation.DIHEDRAL.flips())
                .containsExactly(Dihedral.IDENTITY, new Dihedral(2), Dihedral.LEFT_RIGHT, Dihedral.UP_DOWN);
        assertThat(Augmentation.MIRROR.flips()).containsExactly(Dihedral.IDENTITY, Dihedral.LEFT_RIGHT);
        assertThat(Augmentation.NONE.flips()).containsExactly(Dihedral.IDENTITY);
    }

    private static double probability(FloatTensor logits, int row, int pixel, int k) {
        int classes = logits.dim(1);
        double sum = 0;
        for (int j = 0; j < classes; j++) {
            sum += Math.exp(logits.at((row * classes + j) * SIDE * SIDE + pixel));
        }
        return Math.exp(logits.at((row * classes + k) * SIDE * SIDE + pixel)) / sum;
    }

    private static FloatTensor mirrored(FloatTensor images) {
        float[] values = new float[images.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = images.at(i / SIDE * SIDE + SIDE - 1 - i % SIDE);
        }
        return FloatTensor.adopt(values, images.shape());
    }

    private static FloatTensor images() {
        float[] values = new float[2 * SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i * i * 0.37);
        }
        return FloatTensor.concatRows(List.of(FloatTensor.adopt(values, 2, 1, SIDE, SIDE)));
    }
}
