package org.asyndgan.command.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.inspect.DatasetSummary;

/**
 * Chooses the size of the images and the number of steps where nobody did, so that a run ends in the time that there is.
 *
 * <p>The largest of some sizes is taken at which {@value #MOST_STEPS} steps ({@value #MOST_ASYNC_STEPS} asynchronous ones) and
 * the U-Nets fit. Smaller images with all steps are worth more than larger ones with fewer, which are not drawn to their
 * end.
 *
 * @param settings with every choice made
 * @param forecast of this machine, by some steps of the networks
 */
public record RunPlan(RunSettings settings, RunForecast forecast) {

    /** The schedule that the defaults were chosen with, each step of a gradient of every site. */
    static final long MOST_STEPS = 4000;

    /** As a rule a step folds a gradient of one site. */
    static final long MOST_ASYNC_STEPS = 10_000;

    /** With fewer nothing is drawn as a rule: rather too late than for nothing. */
    static final long LEAST_STEPS = 1000;

    private static final List<Integer> SIDES = List.of(128, 96, 64);
    private static final int UNIT = 8;
    private static final double HOUR = 3600;

    /** Says whether there is anything to choose. */
    public static boolean isNeeded(RunSettings settings) {
        return settings.training().steps() == 0 || settings.images().size() == 0;
    }

    /**
     * Makes every choice, by some steps of the networks on this machine.
     *
     * @param settings with 0 where steps or size of the images shall be chosen
     * @param hours that the run may take
     * @param notes is told what was chosen and how long the run is expected to take
     */
    public static RunPlan settle(RunSettings settings, LocalData data, double hours, Consumer<String> notes) {
        RunNetworks networks = RunNetworks.of(
                settings, data.images().channels(), data.summary().classes().classes());
        RunForecast forecast = new RunForecast(
                StepTimes.measure(networks, StepTimes.clock()),
                data.sites().size(),
                Runtime.getRuntime().availableProcessors());
        RunSettings chosen = choose(settings, shorterSide(settings.images(), data.summary()), forecast, hours);
        describe(settings, chosen, forecast, hours).ifPresent(notes);
        notes.accept(forecast.describe(chosen));
        return new RunPlan(chosen, forecast);
    }

    /**
     * The settings with every choice made.
     *
     * @param settings with 0 where steps or size of the images shall be chosen
     * @param shorterSide that the images have, pixels
     * @param hours that the run may take
     */
    static RunSettings choose(RunSettings settings, int shorterSide, RunForecast forecast, double hours) {
        RunSettings chosen = settings;
        for (int side : sides(settings, shorterSide)) {
            RunSettings sized = settings.withImageSize(side);
            long fitting = fitting(sized, forecast, hours);
            long steps = settings.training().steps();
            long most = settings.training().mode() == FoldMode.SYNC ? MOST_STEPS : MOST_ASYNC_STEPS;
            chosen = sized.withSteps(steps > 0 ? steps : Math.max(LEAST_STEPS, Math.min(most, fitting)));
            if (fitting >= (steps > 0 ? steps : most)) {
                return chosen;
            }
        }
        return chosen;
    }

    private static long fitting(RunSettings settings, RunForecast forecast, double hours) {
        double left = hours * HOUR - forecast.uNets(settings) - forecast.training(settings.withSteps(0));
        return (long) (left / forecast.step(settings));
    }

    /** Sizes to choose from, the largest first; never above what the images have. */
    private static List<Integer> sides(RunSettings settings, int shorterSide) {
        if (settings.images().size() != 0) {
            return List.of(settings.images().size());
        }
        int unit = Math.max(UNIT, 1 << settings.segmentation().depth());
        List<Integer> sides = SIDES.stream()
                .filter(side -> side <= shorterSide && side % unit == 0)
                .toList();
        return sides.isEmpty() ? List.of(Math.max(unit, shorterSide / unit * unit)) : sides;
    }

    private static int shorterSide(RunSettings.Images settings, DatasetSummary images) {
        if (settings.fit() == Fit.RESIZE) {
            return images.usualShorterSide();
        }
        return settings.loadSize() > 0 ? settings.loadSize() : images.leastShorterSide();
    }

    /** What was chosen, for people; empty where nothing was. */
    static Optional<String> describe(RunSettings asked, RunSettings chosen, RunForecast forecast, double hours) {
        List<String> choices = new ArrayList<>();
        if (asked.images().size() == 0) {
            int side = chosen.images().size();
            choices.add("images of " + side + " x " + side + " pixels");
        }
        if (asked.training().steps() == 0) {
            choices.add(chosen.training().steps() + " steps");
        }
        boolean fits = forecast.training(chosen) + forecast.uNets(chosen) <= hours * HOUR;
        return choices.isEmpty()
                ? Optional.empty()
                : Optional.of("Chosen: " + String.join(", ", choices)
                        + (fits ? "" : ", although that takes longer than --hours=" + number(hours))
                        + "; --hours, --image-size and --steps change it");
    }

    private static String number(double hours) {
        return hours == Math.rint(hours) ? Long.toString((long) hours) : Double.toString(hours);
    }
}
