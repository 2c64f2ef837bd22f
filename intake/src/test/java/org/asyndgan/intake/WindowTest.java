package org.asyndgan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.asyndgan.intake.volume.Padding;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int SIDE = 40;

    @Test
    void reachesFromTheHalfPercentileToTheOneBelowTheTop() {
        float[] ramp = new float[1001];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }

        Window window = Window.of(1, ramp.length, ramp);

        // 0.005 · 1000 and 0.995 · 1000
        assertThat(new float[] {window.low(), window.high()}).containsExactly(5, 995);
        assertThat(new int[] {window.level(0), window.level(5), window.level(500), window.level(2000)})
                .containsExactly(0, 0, 32768, 65535);
    }

    @Test
    void takesNoNoticeOfWhatIsNoNumber() {
        float[] masked = new float[1201];
        Arrays.fill(masked, Float.NaN);
        Arrays.fill(masked, 1001, 1100, Float.NEGATIVE_INFINITY);
        for (int i = 0; i <= 1000; i++) {
            masked[i] = i;
        }

        Window window = Window.of(1, masked.length, masked);

        assertThat(new float[] {window.low(), window.high()}).containsExactly(5, 995);
        assertThat(window.level(Float.NaN)).isZero();
        assertThat(window.level(Float.POSITIVE_INFINITY)).isZero();
    }

    @Test
    void leavesOutTheBackground() {
        // A frame of -9000 around a ramp of 20 x 20 values from 100 on
        float[] image = framed(-9000);

        Window window = Window.of(SIDE, SIDE, image);

        // 0.005 · 399 = 1.995, down to the value of place 1; 0.995 · 399 = 397.005, up to that of place 398
        assertThat(new float[] {window.low(), window.high(), window.background()})
                .containsExactly(101, 498, -9000);
        assertThat(window.level(-9000)).isZero();
    }

    @Test
    void countsTheBackgroundWhereTheRestWouldTurnAsBlack() {
        float[] image = framed(0);
        for (int p = 0; p < image.length; p++) {
            image[p] = image[p] == 0 ? 0 : image[p] < 300 ? 50 : 100;
        }

        Window window = Window.of(SIDE, SIDE, image);

        // Half of the drawing is 50, the lowest of what is no background: it would be as black as the background
        assertThat(new float[] {window.low(), window.high()}).containsExactly(0, 100);
        assertThat(window.level(50)).isEqualTo(32768);
    }

    @Test
    void countsALowestValueThatDoesNotSurroundTheRest() {
        float[] image = new float[1000];
        for (int i = 0; i < image.length; i++) {
            image[i] = i < 100 ? 0 : i;
        }

        assertThat(Window.of(25, 40, image).low()).isZero();
    }

    @Test
    void hasNoContrastWhereAllIsOneOrNothing() {
        float[] same = new float[100];
        Arrays.fill(same, 7);
        float[] none = new float[100];
        Arrays.fill(none, Float.NaN);

        assertThat(Window.of(10, 10, same).hasContrast()).isFalse();
        assertThat(Window.of(10, 10, none).hasContrast()).isFalse();
    }

    @Test
    void clearsPaddingThatIsFarBelowAllElse() {
        float[] voxels = {-2000, -32768, -1000, 5, -2000};

        assertThat(Padding.clear(voxels)).isEqualTo(Optional.of("-32768, -2000"));
        assertThat(voxels).containsExactly(Float.NaN, Float.NaN, -1000, 5, Float.NaN);
    }

    @Test
    void keepsWhatOnlyLooksLikePadding() {
        float[] measured = {-2000, -1999, -1000, 5};
        float[] all = {-2000, -2000};

        assertThat(Padding.clear(measured)).isEmpty();
        assertThat(Padding.clear(all)).isEmpty();
        assertThat(measured).containsExactly(-2000, -1999, -1000, 5);
    }

    private static float[] framed(float background) {
        float[] image = new float[SIDE * SIDE];
        Arrays.fill(image, background);
        for (int i = 0; i < 400; i++) {
            image[(10 + i / 20) * SIDE + 10 + i % 20] = 100 + i;
        }
        return image;
    }
}
