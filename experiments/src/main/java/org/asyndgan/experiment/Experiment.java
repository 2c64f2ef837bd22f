package org.asyndgan.experiment;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.asyndgan.core.generator.ReleaseChoice;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.experiment.Arm.Source;
import org.asyndgan.experiment.gan.FedAvgGan;
import org.asyndgan.experiment.gan.GanObserver;
import org.asyndgan.experiment.gan.InProcessTraining;
import org.asyndgan.experiment.gan.Networks;
import org.asyndgan.experiment.gan.SyntheticSet;
import org.asyndgan.experiment.report.ExperimentReport;
import org.asyndgan.experiment.result.ArmResult;
import org.asyndgan.experiment.result.Distances;
import org.asyndgan.experiment.result.GanResult;
import org.asyndgan.experiment.result.GanResult.Sample;
import org.asyndgan.experiment.result.Grid;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.imaging.metric.SegmentationScorer;
import org.asyndgan.nn.network.UNet;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;

/**
 * Does what is not yet done of some arms and seeds, seed by seed, and keeps the tables up to date.
 *
 * <p>A result depends on settings, data, arm and seed alone, not on the order or on what else was asked for. An arm
 * with real and synthetic pairs repeats the real ones as often as brings them nearest to equal shares, because a site
 * with few images would otherwise hardly be seen. Not thread-safe.
 */
public final class Experiment {

    private static final int EXAMPLES = 6;
    private static final int GALLERY = 8;

    private final ExperimentSettings settings;
    private final Cohort cohort;
    private final ResultFolder folder;
    private final ExperimentObserver observer;
    private final InstantSource clock;
    private final Set<Integer> target;
    private final Forecast forecast = new Forecast();
    private final Set<String> planned = new TreeSet<>();

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
        this.target = targetClasses();
    }

    private Set<Integer> targetClasses() {
        List<Integer> values = cohort.classes().values();
        if (settings.target().isEmpty()) {
            return IntStream.range(1, values.size()).boxed().collect(Collectors.toSet());
        }
        Set<Integer> classes = new TreeSet<>();
        for (int value : settings.target()) {
            if (value == 0 || !values.contains(value)) {
                throw new ExperimentException(
                        "ADG-625",
                        "The target " + value + " is not among the data's label values above 0, " + cohort.classes()
                                + ". Name those of them that are to be found, or none for all.");
            }
            classes.add(values.indexOf(value));
        }
        return classes;
    }

    /**
     * Does all arms with all seeds that have no result yet.
     *
     * @return the table of everything in the folder
     */
    public Table run(List<Arm> arms, List<Long> seeds) {
        arms.forEach(arm -> seeds.forEach(seed -> plan(arm, seed)));
        report();
        for (long seed : seeds) {
            for (Arm arm : arms) {
                if (folder.arm(arm.name(), seed).isEmpty()) {
                    folder.keep(learn(arm, seed));
                    report();
                }
            }
        }
        return table();
    }

    private void plan(Arm arm, long seed) {
        if (folder.arm(arm.name(), seed).isPresent()) {
            return;
        }
        forecast.plan(Forecast.Kind.U_NET, settings.learner().steps());
        arm.synthetic()
                .filter(source -> !Files.exists(folder.synthetic(source.slug(), seed)))
                .filter(source -> planned.add(source + " " + seed))
                .ifPresent(source -> forecast.plan(kind(source), steps(source)));
    }

    private static Forecast.Kind kind(Source source) {
        return source == Source.FEDAVG_GAN ? Forecast.Kind.AVERAGED_GAN : Forecast.Kind.GAN;
    }

    private long steps(Source source) {
        long steps = settings.gan().steps();
        return source == Source.FEDAVG_GAN ? steps * cohort.sites().size() : steps;
    }

    /** The table of everything in the folder. */
    public Table table() {
        return Table.of(
                folder.arms(),
                Arm.all(cohort.siteNames()).stream().map(Arm::name).toList());
    }

    private void report() {
        new ExperimentReport(settings, cohort, target, examples(), folder).write(table());
    }

    private List<TrainingPair> training(Arm arm, long seed) {
        Seed windows = new Seed(seed).at("windows");
        List<TrainingPair> real =
                arm.site().map(site -> cohort.real(site, windows)).orElseGet(() -> cohort.real(windows));
        if (arm.synthetic().isEmpty()) {
            return real;
        }
        List<TrainingPair> pairs = new ArrayList<>(synthetic(arm.synthetic().get(), seed));
        if (arm.site().isPresent()) {
            int repeats = Math.max(1, Math.round((float) pairs.size() / real.size()));
            for (int i = 0; i < repeats; i++) {
                pairs.addAll(real);
            }
        }
        return pairs;
    }

    private ArmResult learn(Arm arm, long seed) {
        List<TrainingPair> pairs = training(arm, seed);
        observer.began("seed " + seed + ": U-Net on " + arm, forecast.text());
        Instant start = clock.instant();
        LearnerSettings learner = settings.learner();
        long steps = learner.steps();
        Seed seeds = new Seed(seed).at("learner");
        try (UNet network = new UNet(
                learner.network(cohort.images().channels(), cohort.classes().classes()),
                seeds.at("weights").value())) {
            var training = new SegmentationTraining(
                    network,
                    new Adam(network.parameters(), AdamSettings.SUPERVISED),
                    learner.loss(),
                    pairs,
                    learner.training(seeds.at("order").value()));
            Curve losses = new Curve(steps);
            while (!training.isFinished()) {
                double loss = training.step();
                losses.add(training.steps() - 1, loss);
                observer.progressed(training.steps(), steps, decimal("loss ", loss));
            }
            ArmResult result = scored(arm, seed, pairs.size(), training, losses, start);
            forecast.took(Forecast.Kind.U_NET, steps, Duration.between(start, clock.instant()));
            observer.found(String.format(
                    Locale.ROOT, "%s, seed %d: Dice %.4f, HD95 %.1f px", arm, seed, result.dice(), result.hd95()));
            return result;
        }
    }

    private ArmResult scored(
            Arm arm, long seed, int pairs, SegmentationTraining training, Curve losses, Instant start) {
        SegmentationScorer all = SegmentationScorer.of(target).ignoringObjectsUnder(settings.leastObject());
        Map<String, Double> bySite = new TreeMap<>();
        for (Map.Entry<String, List<TrainingPair>> site : cohort.test().entrySet()) {
            SegmentationScorer own = SegmentationScorer.of(target);
            List<LabelMap> predictions = training.predict(
                    site.getValue().stream().map(TrainingPair::image).toList());
            for (int i = 0; i < predictions.size(); i++) {
                LabelMap truth = site.getValue().get(i).labels();
                own.add(truth, predictions.get(i));
                all.add(truth, predictions.get(i));
            }
            bySite.put(site.getKey(), own.score().dice());
        }
        List<Grid> predictions = training
                .predict(examples().stream().map(TrainingPair::image).toList())
                .stream()
                .map(Grid::of)
                .toList();
        SegmentationScore score = all.score();
        return new ArmResult(
                arm.name(),
                seed,
                pairs,
                realPairs(arm),
                score.dice(),
                score.pooled().dice(),
                score.sensitivity(),
                score.specificity(),
                score.hd95(),
                score.objects().objectDice(),
                score.objects().aggregatedJaccard(),
                bySite,
                losses.means(),
                predictions,
                Duration.between(start, clock.instant()).toMillis() / 1000.0);
    }

    private int realPairs(Arm arm) {
        if (arm.synthetic().isPresent() && arm.site().isEmpty()) {
            return 0;
        }
        return cohort.sites().values().stream()
                .filter(site -> arm.site().map(site.site()::equals).orElse(true))
                .mapToInt(site -> site.trainSize() * cohort.views())
                .sum();
    }

    /** Test pairs to show: of those with the target in them, evenly chosen. */
    private List<TrainingPair> examples() {
        List<TrainingPair> showing = cohort.test().values().stream()
                .flatMap(List::stream)
                .filter(pair -> shows(pair.labels()))
                .toList();
        return IntStream.range(0, Math.min(EXAMPLES, showing.size()))
                .mapToObj(i -> showing.get((int) ((2L * i + 1) * showing.size() / (2L * EXAMPLES))))
                .toList();
    }

    private boolean shows(LabelMap labels) {
        int[] histogram = labels.histogram();
        return target.stream().mapToInt(k -> histogram[k]).sum() * 100 > labels.size();
    }

    /** The pairs of a GAN, drawn now unless they were before. */
    private List<TrainingPair> synthetic(Source source, long seed) {
        var file = folder.synthetic(source.slug(), seed);
        if (Files.exists(file)) {
            return SyntheticSet.read(file).pairs();
        }
        observer.began("seed " + seed + ": GAN " + source.slug(), forecast.text());
        Instant start = clock.instant();
        long steps = steps(source);
        Curve generator = new Curve(steps);
        Curve discriminator = new Curve(steps);
        SyntheticSet drawn = play(source, seed, (done, generatorLoss, discriminatorLoss) -> {
            generator.add(done - 1, generatorLoss);
            discriminator.add(done - 1, discriminatorLoss);
            observer.progressed(done, steps, decimal("D ", discriminatorLoss) + decimal(", G ", generatorLoss));
        });
        Duration time = Duration.between(start, clock.instant());
        forecast.took(kind(source), steps, time);
        Distances distances = Distances.of(cohort.sites().keySet(), site -> cohort.real(site, new Seed(seed)), drawn);
        folder.keep(new GanResult(
                source.slug(),
                seed,
                drawn.pairs().size(),
                steps,
                generator.means(),
                discriminator.means(),
                distances.frechet(),
                distances.distFrechet(),
                distances.kernel(),
                gallery(drawn.pairs()),
                time.toMillis() / 1000.0));
        drawn.write(file);
        observer.found(String.format(
                Locale.ROOT, "%s, seed %d: kernel distance %.4f", source.slug(), seed, distances.kernel()));
        return drawn.pairs();
    }

    private SyntheticSet play(Source source, long seed, GanObserver told) {
        List<SiteDataset> sites = List.copyOf(cohort.sites().values());
        int images = settings.gan().batchSize();
        Networks networks = settings.gan()
                .networks(cohort.classes().classes(), cohort.images().channels());
        return switch (source) {
            case ASYNDGAN -> {
                try (InProcessTraining gan =
                        new InProcessTraining(settings.gan(), networks, sites, cohort.views(), images, seed)) {
                    yield gan.play(told);
                }
            }
            case ASYNDGAN_BEST -> {
                try (InProcessTraining gan = new InProcessTraining(
                        settings.gan(), networks, sites, cohort.views(), images, seed, ReleaseChoice.BEST)) {
                    yield gan.play(told);
                }
            }
            case SYN_ALL -> {
                List<SiteDataset> pool = List.of(SiteDataset.pooled("all", sites));
                try (InProcessTraining gan = new InProcessTraining(
                        settings.gan(), networks, pool, cohort.views(), images * sites.size(), seed)) {
                    yield gan.play(told);
                }
            }
            case FEDAVG_GAN -> {
                try (FedAvgGan gan = new FedAvgGan(settings.gan(), networks, sites, cohort.views(), seed)) {
                    yield gan.play(told);
                }
            }
        };
    }

    private static List<Sample> gallery(List<TrainingPair> pairs) {
        return IntStream.range(0, Math.min(GALLERY, pairs.size()))
                .mapToObj(i -> pairs.get((int) ((2L * i + 1) * pairs.size() / (2L * GALLERY))))
                .map(pair -> new Sample(Grid.of(pair.labels()), Grid.of(pair.image())))
                .toList();
    }

    private static String decimal(String name, double value) {
        return String.format(Locale.ROOT, "%s%.3f", name, value);
    }
}
