package org.asyndgan.core.segmentation.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.architecture.Perceptron;
import org.asyndgan.nn.architecture.PerceptronSettings;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class TiledPredictionTest {

    @Test
    void isThatOfTheWholeWhereTheNetworkLooksAtOnePixel() {
        float[] values = new float[13 * 21];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        FloatTensor image = FloatTensor.of(values, 1, 13, 21);
        try (Perceptron network = new Perceptron(new PerceptronSettings(1, 0, 4, 1, 3, false), 5)) {
            FloatTensor whole = network.forward(image.reshape(1, 1, 13, 21));

            LabelMap tiled = new TiledPrediction(network, 8).of(image);

            assertThat(tiled).isEqualTo(LabelMap.mostLikely(whole.reshape(3, 13, 21)));
            assertThat(Arrays.stream(tiled.histogram())
                            .filter(count -> count > 0)
                            .count())
                    .isGreaterThan(1);
        }
    }

    @Test
    void refusesAnImageSmallerThanAWindow() {
        try (Perceptron network = new Perceptron(new PerceptronSettings(1, 0, 4, 1, 2, false), 5)) {
            assertThatThrownBy(() -> new TiledPrediction(network, 8).of(FloatTensor.zeros(1, 8, 7)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A length of 7 pixels holds no window of 8");
        }
    }
}
