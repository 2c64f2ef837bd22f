package org.asyndgan.imaging.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {

    @Test
    void keepsTheAspect() {
        // 520 x 696 to 64: 696 · 64 / 520 = 85.66.
        assertThat(Resize.shorterSide(520, 696, 64)).isEqualTo(new Resize(64, 86));
    }

    @Nested
    class Images {

        @Test
        void shrinkToTheMeanOfAnArea() {
            FloatTensor image = FloatTensor.of(new float[] {1, 3, 0, 0, 5, 7, 0, 4}, 1, 2, 4);

            // (1 + 3 + 5 + 7) / 4 and (0 + 0 + 0 + 4) / 4.
            assertThat(new Resize(1, 2).of(image)).isEqualTo(FloatTensor.of(new float[] {4, 1}, 1, 1, 2));
        }

        @Test
        void weighPixelsByTheirPartInTheArea() {
            FloatTensor image = FloatTensor.of(new float[] {3, 6, 0}, 1, 1, 3);

            // Each result covers 1.5 pixels: (3 + 6/2) / 1.5 and (6/2 + 0) / 1.5.
            FloatTensor half = new Resize(1, 2).of(image);

            assertThat(half.at(0)).isCloseTo(4, within(1e-5f));
            assertThat(half.at(1)).isCloseTo(2, within(1e-5f));
        }

        @Test
        void growByInterpolation() {
            FloatTensor image = FloatTensor.of(new float[] {0, 4}, 1, 1, 2);

            // Centres at -0.25, 0.25, 0.75, 1.25 of the old pixels; outside ones take the edge.
            assertThat(new Resize(1, 4).of(image)).isEqualTo(FloatTensor.of(new float[] {0, 1, 3, 4}, 1, 1, 4));
        }

        @ParameterizedTest
        @CsvSource({"4, 3", "7, 9", "16, 20", "5, 17", "10, 13"})
        void areTheSameWhetherScaledWholeOrRowByRow(int height, int width) {
            RawImage.Builder file = RawImage.builder(1, 10, 13, 8);
            float[] whole = new float[130];
            IntensityWindow window = new IntensityWindow(20, 200);
            for (int p = 0; p < 130; p++) {
                file.set(0, p / 13, p % 13, p * 37 % 256);
                whole[p] = window.of(p * 37 % 256);
            }
            FloatTensor once = new Resize(height, width).of(FloatTensor.adopt(whole, 1, 10, 13));

            FloatTensor rowByRow = new Resize(height, width).of(file.build(), window, 3);

            for (int p = 0; p < rowByRow.size(); p++) {
                assertThat(rowByRow.at(p)).isEqualTo(once.at(p % once.size()));
            }
        }

        @Test
        void keepTheirMeanWhateverTheSize() {
            float[] ramp = new float[2 * 37 * 53];
            for (int i = 0; i < ramp.length; i++) {
                ramp[i] = i % 53;
            }

            FloatTensor small = new Resize(11, 16).of(FloatTensor.of(ramp, 2, 37, 53));

            double sum = 0;
            for (int i = 0; i < small.size(); i++) {
                sum += small.at(i);
            }
            assertThat(sum / small.size()).isCloseTo(26, within(1e-4));
        }
    }

    @Nested
    class Labels {

        @Test
        void areForegroundWhereHalfTheAreaIs() {
            // Left block: 2 of 4; right block: 1 of 4, and its pixel touches the left object.
            LabelMap labels = LabelMap.of(2, 4, 2, new byte[] {0, 1, 1, 0, 0, 1, 0, 0});

            assertThat(new Resize(1, 2).of(labels).toArray()).containsExactly(1, 0);
        }

        @Test
        void takeTheForegroundClassWithTheLargestShare() {
            // Of nine pixels class 2 has three, class 1 two, the background four.
            LabelMap labels = LabelMap.of(3, 3, 3, new byte[] {1, 0, 2, 0, 0, 2, 1, 0, 2});

            assertThat(new Resize(1, 1).of(labels).toArray()).containsExactly(2);
        }

        @Test
        void keepASmallObjectInThePixelItCoversMost() {
            // One pixel of 16 would vanish at a factor of 2; it covers a quarter of the new pixel's area.
            byte[] indices = new byte[16];
            indices[6] = 1; // row 1, column 2
            LabelMap labels = LabelMap.of(4, 4, 2, indices);

            assertThat(new Resize(2, 2).of(labels).toArray()).containsExactly(0, 1, 0, 0);
        }

        @Test
        void dropASpeckOfNoise() {
            // One pixel covers a sixteenth of the new pixel's area.
            byte[] indices = new byte[64];
            indices[9] = 1;
            LabelMap labels = LabelMap.of(8, 8, 2, indices);

            assertThat(new Resize(2, 2).of(labels).toArray()).containsExactly(0, 0, 0, 0);
        }

        @Test
        void growToTheNearestPixel() {
            LabelMap labels = LabelMap.of(1, 2, 2, new byte[] {0, 1});

            assertThat(new Resize(2, 4).of(labels).toArray()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
        }
    }
}
