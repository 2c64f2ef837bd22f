package org.asyndgan.command.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.junit.jupiter.api.Test;

class RunPlanTest {

    private static final double PIXELS = 64 * 64;

    /** At 64 x 64 pixels 0.06 s of generator and 0.02 s of discriminator a step, and no U-Net to speak of. */
    private static final StepTimes TIMES = new StepTimes(0.02 / PIXELS, 0.04 / PIXELS, 0.02 / PIXELS, 0);

    private static final RunForecast TWO_CORES = new RunForecast(TIMES, 3, 2);

    @Test
    void takesTheLargestImagesAtWhichAllStepsFit() {
        // 10000 steps of 1.5 x 0.06 s take 15 minutes at 64 x 64 pixels, 34 at 96 x 96 and an hour at 128 x 128.
        assertThat(chosen(0, 0, 128, 0.5)).isEqualTo("64, 10000");
        assertThat(chosen(0, 0, 128, 0.7)).isEqualTo("96, 10000");
        assertThat(chosen(0, 0, 128, 1.1)).isEqualTo("128, 10000");
    }

    @Test
    void takesFewerStepsWhereTheSmallestImagesTakeTooLong() {
        assertThat(chosen(0, 0, 64, 0.054166)).isEqualTo("64, 1999");
        assertThat(chosen(0, 0, 64, 0.001)).isEqualTo("64, 1000");
    }

    @Test
    void takesNothingLargerThanTheImagesAre() {
        assertThat(chosen(0, 0, 100, 100)).isEqualTo("96, 10000");
        assertThat(chosen(0, 0, 55, 100)).isEqualTo("48, 10000");
        assertThat(chosen(0, 0, 5, 100)).isEqualTo("8, 10000");
    }

    @Test
    void leavesWhatWasAskedFor() {
        assertThat(chosen(256, 0, 500, 100)).isEqualTo("256, 10000");
        assertThat(chosen(0, 20_000, 128, 0.7)).isEqualTo("64, 20000");
        assertThat(RunPlan.isNeeded(settings(64, 10, FoldMode.ASYNC))).isFalse();
        assertThat(RunPlan.isNeeded(settings(0, 10, FoldMode.ASYNC))).isTrue();
        assertThat(RunPlan.isNeeded(settings(64, 0, FoldMode.ASYNC))).isTrue();
    }

    @Test
    void takesTheUNetsOffTheHours() {
        // On synthetic images, on all sites' and on each site's: three turns of two cores for five.
        StepTimes withUNets = new StepTimes(0.02 / PIXELS, 0.04 / PIXELS, 0.02 / PIXELS, 0.02 / PIXELS);
        RunForecast forecast = new RunForecast(withUNets, 3, 2);
        RunSettings settings = settings(64, 1000, FoldMode.ASYNC);

        assertThat(forecast.uNets(settings)).isCloseTo(3 * 1.2 * 0.02 * 300 * 8, within());
        assertThat(forecast.describe(settings))
                .isEqualTo("Expected on 2 cores: 1000 steps in about 2 minutes, then 5 U-Nets in about 3 minutes;"
                        + " measured by a few steps of the networks");
    }

    @Test
    void forecastsTheUNetsByThePaceOfTheGenerator() {
        StepTimes withUNets = new StepTimes(0.02 / PIXELS, 0.04 / PIXELS, 0.02 / PIXELS, 0.02 / PIXELS);
        RunForecast forecast = new RunForecast(withUNets, 3, 2);
        RunSettings settings = settings(64, 1000, FoldMode.ASYNC);
        long before = Math.round(forecast.uNets(settings));

        assertThat(forecast.uNets(settings, 0, 0)).hasSeconds(before);
        // Half as many steps a second as forecast: the machine is twice as slow in all it does. The first steps tell
        // less.
        double half = 1 / (2 * forecast.step(settings));
        assertThat(forecast.uNets(settings, 200, half))
                .isCloseTo(Duration.ofSeconds(2 * before), Duration.ofSeconds(1));
        assertThat(forecast.uNets(settings, 20, half))
                .isCloseTo(Duration.ofSeconds(Math.round(1.1 * before)), Duration.ofSeconds(1));
    }

    @Test
    void makesFewerStepsOfAGradientOfEverySite() {
        RunSettings chosen = RunPlan.choose(settings(0, 0, FoldMode.SYNC), 128, TWO_CORES, 100);

        assertThat(chosen.images().size()).isEqualTo(128);
        assertThat(chosen.training().steps()).isEqualTo(4000);
    }

    @Test
    void countsEverySiteInAStepThatWaitsForAll() {
        RunSettings sync = settings(64, 1000, FoldMode.SYNC);
        RunSettings async = settings(64, 1000, FoldMode.ASYNC);

        assertThat(TWO_CORES.step(async)).isCloseTo(1.5 * 0.06, within());
        assertThat(TWO_CORES.step(sync)).isCloseTo(1.5 * (3 * 0.06 + 2 * 0.02), within());
        assertThat(new RunForecast(TIMES, 3, 1).step(async)).isCloseTo(1.5 * 0.08, within());
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    private static String chosen(int size, long steps, int side, double hours) {
        RunSettings chosen = RunPlan.choose(settings(size, steps, FoldMode.ASYNC), side, TWO_CORES, hours);
        return chosen.images().size() + ", " + chosen.training().steps();
    }

    private static RunSettings settings(int size, long steps, FoldMode mode) {
        return new RunSettings(
                "first",
                Path.of("runs"),
                Path.of("data"),
                1,
                new RunSettings.Images(size, Fit.RESIZE, 0, 0, IntensityScaling.PERCENTILE, 1),
                new RunSettings.Training(
                        steps,
                        mode,
                        1,
                        16,
                        4,
                        24,
                        2,
                        AdversarialLoss.LEAST_SQUARES,
                        1e-3,
                        0.995,
                        0,
                        PairChoice.OWN,
                        RunSettings.Networks.USUAL,
                        1e-3,
                        Until.STEPS),
                new RunSettings.Segmentation(300, 8, 12, 3, 0.002, 0.3, 0.25),
                true,
                List.of(),
                false,
                Map.of());
    }
}
