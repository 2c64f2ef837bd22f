package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class CropTest {

    @Test
    void cutsImageAndLabelsAtTheSamePlace() {
        // 0 1 2
        // 3 4 5
        FloatTensor image = FloatTensor.of(new float[] {0, 1, 2, 3, 4, 5}, 1, 2, 3);
        LabelMap labels = LabelMap.of(2, 3, 6, new byte[] {0, 1, 2, 3, 4, 5});
        Crop crop = new Crop(0, 1, 2);

        assertThat(crop.of(image)).isEqualTo(FloatTensor.of(new float[] {1, 2, 4, 5}, 1, 2, 2));
        assertThat(crop.of(labels)).isEqualTo(LabelMap.of(2, 2, 6, new byte[] {1, 2, 4, 5}));
    }

    @Test
    void drawsEveryPlaceAndNoneOutside() {
        Set<Crop> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            seen.add(Crop.random(5, 4, 3, new SplittableRandom(seed)));
        }

        // Rows 0 to 2 times columns 0 and 1.
        assertThat(seen).hasSize(6).allMatch(crop -> crop.top() <= 2 && crop.left() <= 1);
    }

    @Test
    void takesTheUpperLeftOfTwoMiddles() {
        assertThat(Crop.centre(7, 4, 4)).isEqualTo(new Crop(1, 0, 4));
    }

    @Test
    void coversAnImageWithTheFewestWindows() {
        // 10 rows take 3 windows of 4, starting at 0, 3, 6; 4 columns take one.
        assertThat(Crop.grid(10, 4, 4)).containsExactly(new Crop(0, 0, 4), new Crop(3, 0, 4), new Crop(6, 0, 4));
    }

    @Test
    void refusesAnImageThatIsTooSmall() {
        assertThatThrownBy(() -> Crop.centre(3, 9, 4)).hasMessage("An image of 3 x 9 pixels has no window of side 4");
    }
}
