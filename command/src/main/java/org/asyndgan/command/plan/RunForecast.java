package org.asyndgan.command.plan;

import java.time.Duration;
import java.util.Locale;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;

/**
 * How long a run takes on this machine.
 *
 * @param times of its networks
 * @param sites number of discriminators
 * @param cores that the workers share; each computes on one
 */
public record RunForecast(StepTimes times, int sites, int cores) {

    /** From the command to the first step: broker, registry and workers. */
    private static final double START = 15;

    /** What messages, checksums, averages and the cores' shared memory add to the networks' own time in a step of the generator. */
    private static final double BESIDES = 1.5;

    /** What changes of the pairs, scores and the cores' shared memory add to the networks' own time in a step of a U-Net. */
    private static final double BESIDES_U_NET = 1.2;

    /** Share of the training from which on its pace is taken for that of the machine. */
    private static final double TRUSTED_FROM = 0.2;

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    /** Of a machine like others, where nothing was measured, and of the networks that runs have by default. */
    public static RunForecast typical(int sites) {
        return new RunForecast(StepTimes.TYPICAL, sites, Runtime.getRuntime().availableProcessors());
    }

    /** Seconds of all steps of the generator, and of the start. */
    double training(RunSettings settings) {
        return START + settings.training().steps() * step(settings);
    }

    /**
     * Seconds of one step of the generator: in async mode it folds one gradient as a rule, and generator and sites work
     * beside each other; in sync mode it folds one of every site, and they wait for each other.
     */
    double step(RunSettings settings) {
        RunSettings.Training training = settings.training();
        int side = settings.images().size();
        double pixels = (double) training.batchSize() * side * side;
        double generator = (times.drawing() + times.generator()) * pixels;
        double discriminator = times.discriminator() * pixels;
        if (training.mode() == FoldMode.SYNC) {
            return BESIDES * (sites * generator + turns(sites) * discriminator);
        }
        double together = (generator + discriminator) / cores;
        return BESIDES * Math.max(together, Math.max(generator, discriminator / sites));
    }

    /** Seconds of all U-Nets. */
    double uNets(RunSettings settings) {
        RunSettings.Segmentation segmentation = settings.segmentation();
        int side = settings.images().size();
        double each = times.uNet() * segmentation.steps() * segmentation.batchSize() * side * side;
        return turns(uNetsOf(settings)) * BESIDES_U_NET * each;
    }

    /**
     * How long all U-Nets take on a machine that makes so many steps of the generator a second.
     *
     * @param done steps of the generator; the first ones are slow, so that their pace counts little
     * @param stepsPerSecond 0 where it has not made any yet
     */
    public Duration uNets(RunSettings settings, long done, double stepsPerSecond) {
        double slowness = stepsPerSecond > 0 ? 1 / (stepsPerSecond * step(settings)) : 1;
        double trust = Math.min(1, done / (TRUSTED_FROM * settings.training().steps()));
        return Duration.ofSeconds(Math.round((1 + trust * (slowness - 1)) * uNets(settings)));
    }

    /** The one on synthetic images; to compare with, one on all sites' real images and one on each site's where there are several. */
    private int uNetsOf(RunSettings settings) {
        int real = sites == 1 ? 1 : sites + 1;
        return settings.baselines() ? 1 + real : 1;
    }

    private int turns(int tasks) {
        return (tasks + cores - 1) / cores;
    }

    /** Such as "Expected on 2 cores: 10000 steps in about 20 minutes, then 5 U-Nets in about 16 minutes". */
    public String describe(RunSettings settings) {
        int uNets = uNetsOf(settings);
        return "Expected on " + (cores == 1 ? "1 core" : cores + " cores") + ": "
                + (settings.training().until() == Until.CONVERGED ? "at most " : "")
                + settings.training().steps() + " steps in about " + time(training(settings)) + ", then " + uNets
                + (uNets == 1 ? " U-Net" : " U-Nets") + " in about " + time(uNets(settings))
                + (times.equals(StepTimes.TYPICAL)
                        ? "; by the times of other machines, and told better once it trains"
                        : "; measured by a few steps of the networks");
    }

    private static String time(double seconds) {
        double minutes = Math.max(1, Math.ceil(seconds / MINUTE));
        if (minutes < 100) {
            return minutes == 1 ? "a minute" : String.format(Locale.ROOT, "%.0f minutes", minutes);
        }
        double hours = seconds / HOUR;
        return hours < 72
                ? String.format(Locale.ROOT, "%.1f hours", hours)
                : String.format(Locale.ROOT, "%.0f days", Math.ceil(hours / 24));
    }
}
