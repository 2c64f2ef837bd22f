package org.asyndgan.experiment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.experiment.report.ExperimentReport;
import org.asyndgan.experiment.result.ArmResult;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.random.Seed;

/**
 * Does what is not yet done of some arms and seeds, seed by seed, and keeps the tables up to date.
 *
 * <p>A result depends on settings, data, arm and seed alone, not on the order or on what else was asked for. An arm
 * with real and synthetic pairs repeats the real ones as often as brings them nearest to equal shares, because a site
 * with few images would otherwise hardly be seen. Not thread-safe.
 */
public final class Experiment {

    private final ExperimentSettings settings;
    private final Cohort cohort;
    private final ResultFolder folder;
    private final ExperimentObserver observer;
    private final InstantSource clock;
    private final Target target;
    private final Forecast forecast = new Forecast();
    private final SyntheticPairs synthetic;

    /** @throws ExperimentException ADG-625 if a target is no label value of the data */
    public Experiment(
            ExperimentSettings settings,
            Cohort cohort,
            ResultFolder folder,
            ExperimentObserver observer,
            InstantSource clock) {
        this.settings = settings;
        this.cohort = cohort;
        this.folder = folder;
        this.observer = observer;
        this.clock = clock;
        this.target = Target.of(settings.target(), cohort);
        this.synthetic = new SyntheticPairs(settings, cohort, folder, observer, clock, forecast);
    }

    /**
     * Does all arms with all seeds that have no result yet.
     *
     * @return the table of everything in the folder
     * @throws ExperimentException ADG-610 if one of them needs more memory than there is; nothing is trained then
     */
    public Table run(List<Arm> arms, List<Long> seeds) {
        MemoryCheck memory = new MemoryCheck(settings, cohort);
        for (Arm arm : arms) {
            for (long seed : seeds) {
                if (isMissing(arm, seed)) {
                    memory.require(arm);
                    plan(arm, seed);
                }
            }
        }
        report();
        for (long seed : seeds) {
            for (Arm arm : arms) {
                if (isMissing(arm, seed)) {
                    folder.keep(learn(arm, seed));
                    report();
                }
            }
        }
        return table();
    }

    private boolean isMissing(Arm arm, long seed) {
        return folder.arm(arm.name(), seed).isEmpty();
    }

    private void plan(Arm arm, long seed) {
        forecast.plan(Forecast.Kind.U_NET, settings.learner().steps());
        arm.synthetic().ifPresent(source -> synthetic.plan(source, seed));
    }

    /** The table of everything in the folder. */
    public Table table() {
        return Table.of(
                folder.arms(),
                Arm.all(cohort.siteNames()).stream().map(Arm::name).toList());
    }

    private void report() {
        new ExperimentReport(settings, cohort, target.classes(), target.examples(cohort), folder).write(table());
    }

    private ArmResult learn(Arm arm, long seed) {
        List<TrainingPair> pairs = training(arm, seed);
        observer.began("seed " + seed + ": U-Net on " + arm, forecast.text());
        long steps = settings.learner().steps();
        ArmResult result = new ArmTraining(settings, cohort, target, clock)
                .learn(
                        arm,
                        seed,
                        pairs,
                        (done, loss) ->
                                observer.progressed(done, steps, String.format(Locale.ROOT, "loss %.3f", loss)));
        forecast.took(Forecast.Kind.U_NET, steps, steps, Duration.ofMillis(Math.round(1000 * result.seconds())));
        observer.found(String.format(
                Locale.ROOT, "%s, seed %d: Dice %.4f, HD95 %.1f px", arm, seed, result.dice(), result.hd95()));
        return result;
    }

    private List<TrainingPair> training(Arm arm, long seed) {
        Seed windows = new Seed(seed).at("windows");
        if (arm.synthetic().isEmpty()) {
            return arm.site().map(site -> cohort.real(site, windows)).orElseGet(() -> cohort.real(windows));
        }
        List<TrainingPair> pairs = new ArrayList<>(synthetic.of(arm.synthetic().get(), seed));
        if (arm.site().isPresent()) {
            List<TrainingPair> real = cohort.real(arm.site().get(), windows);
            int repeats = Math.max(1, Math.round((float) pairs.size() / real.size()));
            for (int i = 0; i < repeats; i++) {
                pairs.addAll(real);
            }
        }
        return pairs;
    }
}
