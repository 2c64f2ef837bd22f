package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class LabelMapTest {

    // 0 2
    // 1 0
    final LabelMap labels = LabelMap.of(2, 2, 3, new byte[] {0, 2, 1, 0});

    @Test
    void givesEachClassAPlaneOfItsOwn() {
        assertThat(labels.oneHot())
                .isEqualTo(FloatTensor.of(new float[] {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0}, 3, 2, 2));
    }

    @Test
    void comesBackFromItsOneHotForm() {
        assertThat(LabelMap.mostLikely(labels.oneHot())).isEqualTo(labels);
    }

    @Test
    void takesTheFirstOfEquallyLikelyClasses() {
        FloatTensor scores = FloatTensor.of(new float[] {0.2f, 0.5f, 0.2f, 0.5f}, 2, 1, 2);

        assertThat(LabelMap.mostLikely(scores).toArray()).containsExactly(0, 0);
    }

    @Test
    void countsThePixelsOfEachClass() {
        assertThat(labels.histogram()).containsExactly(2, 1, 1);
    }

    @Test
    void printsItsShapeOnly() {
        assertThat(labels).hasToString("labels[2, 2] of 3 classes");
    }

    @Test
    void refusesAClassBeyondItsNumber() {
        assertThatThrownBy(() -> LabelMap.of(1, 2, 2, new byte[] {0, 2}))
                .hasMessage("Class 2 is not among the 2 classes of the label map (0 to 1)");
    }

    @Test
    void refusesTooFewIndices() {
        assertThatThrownBy(() -> LabelMap.of(2, 2, 2, new byte[] {0, 1, 1}))
                .hasMessage("A label map of 2 x 2 pixels cannot have 3 indices");
    }
}
