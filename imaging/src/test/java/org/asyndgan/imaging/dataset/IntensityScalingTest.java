package org.asyndgan.imaging.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.asyndgan.imaging.image.RawImage;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class IntensityScalingTest {

    @Test
    void mapsTheWholeDepthWithNone() {
        assertThat(IntensityScaling.NONE.apply(image(8, 0, 51, 255)).toArray())
                .containsExactly(new float[] {-1, -0.6f, 1}, within(1e-6f));
        assertThat(IntensityScaling.NONE.apply(image(16, 0, 13_107, 65_535)).toArray())
                .containsExactly(new float[] {-1, -0.6f, 1}, within(1e-6f));
    }

    @Test
    void stretchesBetweenThePercentilesAndClips() {
        // 1,000 samples: 4 of 0, 495 of 10, 496 of 30, 5 of 250. The 0.5th percentile is the 5th in order,
        // 10; the 99.5th the 995th, 30.
        char[] samples = new char[1000];
        for (int i = 0; i < 1000; i++) {
            samples[i] = (char) (i < 4 ? 0 : i < 499 ? 10 : i < 995 ? 30 : 250);
        }
        FloatTensor image = IntensityScaling.PERCENTILE.apply(RawImage.adopt(1, 10, 100, 8, samples));

        assertThat(image.at(0)).isEqualTo(-1);
        assertThat(image.at(4)).isEqualTo(-1);
        assertThat(image.at(499)).isEqualTo(1);
        assertThat(image.at(999)).isEqualTo(1);
    }

    @Test
    void takesTheExtremesWhereThePercentilesCoincide() {
        char[] samples = new char[1000];
        samples[0] = 100;
        samples[1] = 200;

        FloatTensor image = IntensityScaling.PERCENTILE.apply(RawImage.adopt(1, 10, 100, 8, samples));

        assertThat(image.at(0)).isEqualTo(0);
        assertThat(image.at(1)).isEqualTo(1);
        assertThat(image.at(2)).isEqualTo(-1);
    }

    @Test
    void makesAnImageOfOneValueBlack() {
        assertThat(IntensityScaling.PERCENTILE.apply(image(8, 7, 7, 7)).toArray())
                .containsExactly(-1, -1, -1);
    }

    private static RawImage image(int bits, int... samples) {
        char[] values = new char[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (char) samples[i];
        }
        return RawImage.adopt(1, 1, samples.length, bits, values);
    }
}
