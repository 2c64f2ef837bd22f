package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DihedralTest {

    // 1 2 3
    // 4 5 6
    final FloatTensor image = FloatTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);

    @Test
    void turnsAQuarterCounterClockwise() {
        assertThat(new Dihedral(1).of(image)).isEqualTo(FloatTensor.of(new float[] {3, 6, 2, 5, 1, 4}, 1, 3, 2));
    }

    @Test
    void turnsAHalf() {
        assertThat(new Dihedral(2).of(image)).isEqualTo(FloatTensor.of(new float[] {6, 5, 4, 3, 2, 1}, 1, 2, 3));
    }

    @Test
    void mirrorsLeftToRight() {
        assertThat(Dihedral.LEFT_RIGHT.of(image)).isEqualTo(FloatTensor.of(new float[] {3, 2, 1, 6, 5, 4}, 1, 2, 3));
    }

    @Test
    void mirrorsUpsideDown() {
        assertThat(Dihedral.UP_DOWN.of(image)).isEqualTo(FloatTensor.of(new float[] {4, 5, 6, 1, 2, 3}, 1, 2, 3));
    }

    @Test
    void movesEveryChannelAlike() {
        FloatTensor two = FloatTensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2);

        assertThat(Dihedral.LEFT_RIGHT.of(two)).isEqualTo(FloatTensor.of(new float[] {2, 1, 4, 3}, 2, 1, 2));
    }

    @Test
    void hasEightDifferentElements() {
        Set<FloatTensor> seen = new HashSet<>();
        for (int element = 0; element < 8; element++) {
            seen.add(new Dihedral(element).of(image));
        }

        assertThat(seen).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void isUndoneByItsInverse(int element) {
        Dihedral symmetry = new Dihedral(element);

        assertThat(symmetry.inverse().of(symmetry.of(image))).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void movesLabelsAsItMovesTheImage(int element) {
        LabelMap labels = LabelMap.of(2, 3, 7, new byte[] {1, 2, 3, 4, 5, 6});
        Dihedral symmetry = new Dihedral(element);

        LabelMap moved = symmetry.of(labels);

        FloatTensor movedImage = symmetry.of(image);
        assertThat(moved.height()).isEqualTo(movedImage.dim(1));
        for (int p = 0; p < moved.size(); p++) {
            assertThat((float) moved.at(p)).isEqualTo(movedImage.at(p));
        }
    }

    @Test
    void refusesAnElementThatDoesNotExist() {
        assertThatThrownBy(() -> new Dihedral(8)).hasMessage("A square has the symmetries 0 to 7, not 8");
    }
}
