package org.asyndgan.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.asyndgan.core.checkpoint.CheckpointFolder;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.experiment.Arm.Source;
import org.asyndgan.experiment.gan.FedAvgGan;
import org.asyndgan.experiment.gan.GanObserver;
import org.asyndgan.experiment.gan.InProcessTraining;
import org.asyndgan.experiment.gan.Networks;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.experiment.gan.SyntheticSet;
import org.asyndgan.experiment.gan.Tampering;
import org.asyndgan.experiment.result.Distances;
import org.asyndgan.experiment.result.GanResult;
import org.asyndgan.experiment.result.GanResult.Sample;
import org.asyndgan.experiment.result.Grid;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.random.Seed;

/** The pairs of every GAN and seed, each trained once and kept in the folder of results. Not thread-safe. */
final class SyntheticPairs {

    private static final int GALLERY = 8;

    private final ExperimentSettings settings;
    private final Cohort cohort;
    private final ResultFolder folder;
    private final ExperimentObserver observer;
    private final InstantSource clock;
    private final Forecast forecast;
    private final Set<Path> planned = new TreeSet<>();

    SyntheticPairs(
            ExperimentSettings settings,
            Cohort cohort,
            ResultFolder folder,
            ExperimentObserver observer,
            InstantSource clock,
            Forecast forecast) {
        this.settings = settings;
        this.cohort = cohort;
        this.folder = folder;
        this.observer = observer;
        this.clock = clock;
        this.forecast = forecast;
    }

    /** Reckons with a GAN's training, once, unless its pairs are there. */
    void plan(Source source, long seed) {
        Path file = folder.synthetic(source.slug(), seed);
        if (!Files.exists(file) && planned.add(file)) {
            forecast.plan(kind(source), steps(source));
        }
    }

    private static Forecast.Kind kind(Source source) {
        return source == Source.FEDAVG_GAN ? Forecast.Kind.AVERAGED_GAN : Forecast.Kind.GAN;
    }

    private long steps(Source source) {
        long steps = settings.gan().steps();
        return source == Source.FEDAVG_GAN ? steps * cohort.sites().size() : steps;
    }

    /** The pairs of a GAN, drawn now unless they were before. */
    List<TrainingPair> of(Source source, long seed) {
        Path file = folder.synthetic(source.slug(), seed);
        if (Files.exists(file)) {
            return SyntheticSet.read(file).pairs();
        }
        observer.began("seed " + seed + ": GAN " + source.slug(), forecast.text());
        long steps = steps(source);
        Course course = new Course(steps, clock);
        Checkpoints checkpoints = new CheckpointFolder(folder.checkpoints(source.slug(), seed), observer::found);
        long before = course.recover(checkpoints);
        if (before > 0) {
            observer.found(source.slug() + ", seed " + seed + ": goes on at step " + before);
        }
        SyntheticSet drawn = play(source, seed, checkpoints, course, (done, of, generatorLoss, discriminatorLoss) -> {
            course.stepped(done, generatorLoss, discriminatorLoss);
            observer.progressed(
                    done,
                    of,
                    Double.isNaN(discriminatorLoss)
                            ? String.format(Locale.ROOT, "G %.3f", generatorLoss)
                            : String.format(Locale.ROOT, "D %.3f, G %.3f", discriminatorLoss, generatorLoss));
        });
        Duration time = course.time();
        forecast.took(kind(source), steps, course.steps(), time);
        Distances distances = Distances.of(cohort.sites().keySet(), site -> cohort.real(site, new Seed(seed)), drawn);
        folder.keep(new GanResult(
                source.slug(),
                seed,
                drawn.pairs().size(),
                course.steps(),
                course.generator(),
                course.discriminator(),
                distances.frechet(),
                distances.distFrechet(),
                distances.kernel(),
                gallery(drawn.pairs()),
                time.toMillis() / 1000.0));
        drawn.write(file);
        checkpoints.forget();
        observer.found(String.format(
                Locale.ROOT, "%s, seed %d: kernel distance %.4f", source.slug(), seed, distances.kernel()));
        return drawn.pairs();
    }

    /** A GAN of averaged weights keeps no checkpoints and begins anew. */
    private SyntheticSet play(Source source, long seed, Checkpoints checkpoints, Course course, GanObserver told) {
        List<SiteDataset> sites = List.copyOf(cohort.sites().values());
        int images = settings.gan().batchSize();
        return switch (source) {
            case ASYNDGAN ->
                play(
                        sites,
                        images,
                        seed,
                        ReleaseChoice.LAST,
                        tampering(sites),
                        checkpoints,
                        settings.privacy(),
                        course,
                        told);
            case ASYNDGAN_BEST ->
                play(
                        sites,
                        images,
                        seed,
                        ReleaseChoice.BEST,
                        tampering(sites),
                        checkpoints,
                        settings.privacy(),
                        course,
                        told);
            case SYN_ALL ->
                play(
                        List.of(SiteDataset.pooled("all", sites)),
                        images * sites.size(),
                        seed,
                        ReleaseChoice.LAST,
                        Tampering.NONE,
                        checkpoints,
                        SitePrivacy.NONE,
                        course,
                        told);
            case FEDAVG_GAN -> {
                try (FedAvgGan gan = new FedAvgGan(settings.gan(), networks(), sites, cohort.views(), seed)) {
                    yield gan.play(told);
                }
            }
        };
    }

    private Tampering tampering(List<SiteDataset> sites) {
        SiteId last = new SiteId(sites.get(sites.size() - 1).site());
        return new Tampering(FoldMode.SYNC, settings.siteCap(), Map.of(last, settings.liar()), added -> {});
    }

    private SyntheticSet play(
            List<SiteDataset> sites,
            int images,
            long seed,
            ReleaseChoice release,
            Tampering tampering,
            Checkpoints checkpoints,
            SitePrivacy privacy,
            Course course,
            GanObserver told) {
        try (InProcessTraining gan = new InProcessTraining(
                settings.gan(),
                networks(),
                sites,
                cohort.views(),
                images,
                seed,
                release,
                tampering,
                checkpoints,
                privacy)) {
            return gan.play(told, course.cut());
        }
    }

    private Networks networks() {
        return settings.gan()
                .networks(cohort.classes().classes(), cohort.images().channels());
    }

    private static List<Sample> gallery(List<TrainingPair> pairs) {
        return IntStream.range(0, Math.min(GALLERY, pairs.size()))
                .mapToObj(i -> pairs.get((int) ((2L * i + 1) * pairs.size() / (2L * GALLERY))))
                .map(pair -> new Sample(Grid.of(pair.labels()), Grid.of(pair.image())))
                .toList();
    }
}
