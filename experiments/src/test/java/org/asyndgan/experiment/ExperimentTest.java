package org.asyndgan.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.experiment.gan.DiscriminatorPrivacy;
import org.asyndgan.experiment.gan.GanSettings;
import org.asyndgan.experiment.gan.Lie;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.experiment.gan.SyntheticSet;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTest {

    @TempDir
    private Path folder;

    private final List<String> begun = new ArrayList<>();
    private SitePrivacy privacy = SitePrivacy.NONE;

    @BeforeEach
    void writeImages() {
        Engine.useThreads(1);
        TestSites.write(folder.resolve("data"), "east", 5);
        TestSites.write(folder.resolve("data"), "west", 5);
    }

    @Test
    void doesEveryArmOnceAndShowsThemAll() throws IOException {
        Table table = run("a", List.of("all"), 1);

        assertThat(table.rows())
                .extracting(Table.Row::arm)
                .containsExactly(
                        "real-all",
                        "real-east",
                        "real-west",
                        "syn-all",
                        "asyndgan",
                        "fedavg-gan",
                        "asyndgan+real-east",
                        "asyndgan+real-west");
        assertThat(table.rows()).allSatisfy(row -> assertThat(row.dice().mean()).isBetween(0.0, 1.0));
        // 4 of 5 pairs of each site train: 8 masks; half and half with a site's 4, repeated
        assertThat(table.row("asyndgan").orElseThrow().pairs()).isEqualTo(8);
        assertThat(table.row("asyndgan+real-east").orElseThrow().pairs()).isEqualTo(16);
        assertThat(Files.readString(folder.resolve("a/report.html"))).contains("asyndgan+real-west", "</html>");
        assertThat(Files.readAllLines(folder.resolve("a/table.csv"))).hasSize(9);
    }

    @Test
    void doesOnlyWhatIsNotDone() {
        run("a", List.of("real-east", "asyndgan"), 1);
        begun.clear();

        run("a", List.of("real-east", "real-west", "asyndgan"), 1);

        assertThat(begun).containsExactly("seed 1: U-Net on real-west");
    }

    @ParameterizedTest
    @ValueSource(strings = {"asyndgan", "asyndgan-best", "syn-all"})
    void goesOnWhereAGanWasStoppedToTheSameBits(String arm) throws IOException {
        runSlowly("whole", arm, 6, step -> {});
        AtomicLong last = new AtomicLong();

        for (long stop : new long[] {2, 5}) {
            assertThatThrownBy(() -> runSlowly("stopped", arm, 6, step -> {
                        if (step == stop) {
                            throw new Stopped();
                        }
                    }))
                    .isInstanceOf(Stopped.class);
        }
        runSlowly("stopped", arm, 6, step -> last.compareAndSet(0, step));

        // The checkpoint of a step is taken before its losses are known to the observer that stops it.
        assertThat(last.get()).isEqualTo(5);
        assertThat(Files.readAllBytes(pairs("stopped", arm))).isEqualTo(Files.readAllBytes(pairs("whole", arm)));
        assertThat(results("stopped").gan(arm, 1).orElseThrow().generatorLosses())
                .isEqualTo(results("whole").gan(arm, 1).orElseThrow().generatorLosses());
        assertThat(results("stopped").checkpoints(arm, 1)).doesNotExist();
    }

    @Test
    void goesOnWithWhatProtectsSitesToTheSameBits() throws IOException {
        runSlowly("open", "asyndgan", 6, step -> {});
        privacy = new SitePrivacy(MaskSource.MORPHED, Optional.of(new DiscriminatorPrivacy(4, 1e-5, 2, 1, Map.of())));
        runSlowly("whole", "asyndgan", 6, step -> {});

        assertThatThrownBy(() -> runSlowly("stopped", "asyndgan", 6, step -> {
                    if (step == 4) {
                        throw new Stopped();
                    }
                }))
                .isInstanceOf(Stopped.class);
        runSlowly("stopped", "asyndgan", 6, step -> {});

        byte[] whole = Files.readAllBytes(pairs("whole", "asyndgan"));
        assertThat(Files.readAllBytes(pairs("stopped", "asyndgan"))).isEqualTo(whole);
        assertThat(Files.readAllBytes(pairs("open", "asyndgan"))).isNotEqualTo(whole);
        // Losses of real images stay at the sites, and are not shown as 0.
        assertThat(results("whole").gan("asyndgan", 1).orElseThrow().discriminatorLosses())
                .isEmpty();
        assertThat(Files.readString(folder.resolve("whole/report.html"))).contains("</html>");
    }

    @Test
    void givesAnArmTheSameResultInWhateverCompany() {
        double alone = run("a", List.of("asyndgan"), 2)
                .row("asyndgan")
                .orElseThrow()
                .dice()
                .mean();

        double among = run("b", List.of("real-all", "syn-all", "asyndgan"), 2)
                .row("asyndgan")
                .orElseThrow()
                .dice()
                .mean();

        assertThat(among).isEqualTo(alone);
    }

    @Test
    void refusesAFolderOfOtherSettings() {
        ResultFolder.open(folder.resolve("a"), Map.of("steps", "3"));

        assertThatThrownBy(() -> ResultFolder.open(folder.resolve("a"), Map.of("steps", "4")))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("Folder " + folder.resolve("a") + " holds results of other settings: steps was 3 and is now"
                        + " 4. One table needs one set of them; use the same options, or another --out. (ADG-623)");
    }

    @Test
    void refusesAFolderOfSettingsThatAreNotSetAnyMore() {
        ResultFolder.open(folder.resolve("a"), Map.of("steps", "3", "liar", "100 times"));

        assertThatThrownBy(() -> ResultFolder.open(folder.resolve("a"), Map.of("steps", "3", "site-cap", "2.0")))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("Folder " + folder.resolve("a") + " holds results of other settings: liar was 100 times and"
                        + " is now not set, site-cap was not set and is now 2.0. One table needs one set of them; use the"
                        + " same options, or another --out. (ADG-623)");
    }

    @Test
    void saysWhatCannotBeReadOrWritten() throws IOException {
        Path file = folder.resolve("a/gans/asyndgan-seed1.pairs");
        new SyntheticSet(List.of(new TrainingPair(
                        FloatTensor.adopt(new float[16], 1, 4, 4), LabelMap.of(4, 4, 2, new byte[16]))))
                .write(file);
        try (var damaged = new GZIPOutputStream(Files.newOutputStream(file))) {
            // Its head says that there is a pair.
            damaged.write(ByteBuffer.allocate(24)
                    .putInt(0x41444753)
                    .putInt(1)
                    .putInt(1)
                    .putInt(4)
                    .putInt(4)
                    .putInt(2)
                    .array());
        }
        assertThatThrownBy(() -> SyntheticSet.read(file))
                .isInstanceOf(ExperimentException.class)
                .hasMessageStartingWith("The synthetic pairs in " + file + " cannot be read: ")
                .hasMessageEndingWith(". Delete the file, and its GAN will be trained again. (ADG-624)");

        ResultFolder results = ResultFolder.open(folder.resolve("b"), Map.of());
        Files.writeString(folder.resolve("b/tables"), "in the way");
        assertThatThrownBy(() -> results.text(folder.resolve("b/tables/table.csv"), ""))
                .isInstanceOf(ExperimentException.class)
                .hasMessageContaining("table.csv cannot be written (")
                .hasMessageEndingWith("(ADG-624)");
    }

    @Test
    void refusesNoPairsAStepBeforeItDividesByThem() {
        assertThatThrownBy(() -> learner(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segmentation-samples 1 and segmentation-batch-size 0 must be at least 1");
    }

    private static LearnerSettings learner(int batchSize) {
        return new LearnerSettings(
                1,
                batchSize,
                4,
                2,
                Blocks.PLAIN,
                new LearningRate(0.001, 0.5),
                IntensityAugmentation.NONE,
                PairAugmentation.NONE,
                0,
                Augmentation.NONE,
                false);
    }

    @Test
    void refusesAPatientOnBothSides() throws IOException {
        Files.writeString(
                folder.resolve("data/manifest.csv"),
                "file,site,patient,split\n00.png,east,p1,train\n01.png,east,p1,test\n00.png,west,p2,train\n");

        assertThatThrownBy(this::cohort)
                .isInstanceOf(ExperimentException.class)
                .hasMessage("At site east 1 patients have both training and test pairs, so that a test would reward"
                        + " remembering them. Give all pairs of a patient the same split in the manifest. (ADG-620)");
    }

    @Test
    void refusesATargetThatIsNoLabel() {
        assertThatThrownBy(() -> new Experiment(
                        settings(List.of(128)),
                        cohort(),
                        ResultFolder.open(folder.resolve("a"), Map.of()),
                        new Begun(begun),
                        InstantSource.system()))
                .isInstanceOf(ExperimentException.class)
                .hasMessage("The target 128 is not among the data's label values above 0, 0, 255. Name those of them"
                        + " that are to be found, or none for all. (ADG-625)");
    }

    @Test
    void refusesAnArmThatNeedsMoreMemoryThanThereIsBeforeAnythingIsTrained() {
        // Its lower level has convolutions of 9 · 4096² weights, 0.6 GB each, and the heap holds five of each.
        ExperimentSettings large = settings(List.of(255), 2048);
        Cohort cohort = cohort();
        Experiment experiment = new Experiment(
                large,
                cohort,
                ResultFolder.open(folder.resolve("a"), Map.of()),
                new Begun(begun),
                InstantSource.system());

        assertThatThrownBy(() -> experiment.run(Arm.named(List.of("asyndgan"), cohort.siteNames()), List.of(1L)))
                .isInstanceOf(ExperimentException.class)
                .hasMessageMatching(
                        "Networks and images need \\d+ MiB of heap, but this JVM may use \\d+ MiB; give Java"
                                + " more with --heap \\d+g, or use smaller batches or images\\. \\(ADG-610\\)");
        assertThat(begun).isEmpty();
    }

    private Table run(String out, List<String> arms, int seeds) {
        Cohort cohort = cohort();
        ResultFolder results = ResultFolder.open(folder.resolve(out), Map.of());
        Experiment experiment =
                new Experiment(settings(List.of(255)), cohort, results, new Begun(begun), InstantSource.system());
        List<Long> numbers = seeds == 1 ? List.of(1L) : List.of(1L, 2L);
        return experiment.run(Arm.named(arms, cohort.siteNames()), numbers);
    }

    /** With a clock by which every step takes two minutes, so that each is followed by a checkpoint. */
    private void runSlowly(String out, String arm, int steps, LongConsumer told) {
        Cohort cohort = cohort();
        AtomicLong minutes = new AtomicLong();
        InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.addAndGet(2)));
        ExperimentObserver observer = new ExperimentObserver() {

            private boolean isGan;

            @Override
            public void began(String what, String left) {
                isGan = what.contains("GAN");
            }

            @Override
            public void progressed(long done, long total, String details) {
                if (isGan) {
                    told.accept(done);
                }
            }

            @Override
            public void found(String what) {}
        };
        new Experiment(settings(List.of(255), 4, steps), cohort, results(out), observer, clock)
                .run(Arm.named(List.of(arm), cohort.siteNames()), List.of(1L));
    }

    private ResultFolder results(String out) {
        return ResultFolder.open(folder.resolve(out), Map.of());
    }

    private Path pairs(String out, String arm) {
        return results(out).synthetic(arm, 1);
    }

    /** As a kill does: whatever was going on is over. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private Cohort cohort() {
        return Cohort.load(
                DatasetFolder.open(folder.resolve("data")), List.of(), DatasetSettings.resized(TestSites.SIDE), 1);
    }

    private ExperimentSettings settings(List<Integer> target) {
        return settings(target, 4);
    }

    private ExperimentSettings settings(List<Integer> target, int learnerWidth) {
        return settings(target, learnerWidth, 2);
    }

    private ExperimentSettings settings(List<Integer> target, int learnerWidth, int steps) {
        return new ExperimentSettings(
                folder.resolve("data"),
                List.of(),
                DatasetSettings.resized(TestSites.SIDE),
                1,
                target,
                0,
                new GanSettings(
                        steps,
                        1,
                        4,
                        1,
                        0.5,
                        4,
                        2,
                        AdversarialLoss.LEAST_SQUARES,
                        1e-3,
                        1e-3,
                        0.5,
                        0.9,
                        SiteWeighting.IMAGES,
                        Augmentation.MIRROR,
                        PairChoice.OWN,
                        0,
                        ReleaseMasks.SHARED,
                        ResnetSettings.Decoder.NEAREST_MASK,
                        1,
                        2,
                        DiscriminatorKind.CLASSWISE_PATCH,
                        NormLayer.INSTANCE,
                        Until.STEPS),
                new LearnerSettings(
                        4,
                        2,
                        learnerWidth,
                        1,
                        Blocks.LEAKY,
                        new LearningRate(1e-3, 0.5, 0.9),
                        new IntensityAugmentation(0.1, 0.1, 1),
                        PairAugmentation.STANDARD,
                        0.5,
                        Augmentation.DIHEDRAL,
                        true),
                Lie.NONE,
                0,
                privacy);
    }

    /** Writes down what was begun, without the estimate. */
    private record Begun(List<String> stages) implements ExperimentObserver {

        @Override
        public void began(String what, String left) {
            stages.add(what);
        }

        @Override
        public void progressed(long done, long total, String details) {
            assertThat(done).isBetween(1L, total);
        }

        @Override
        public void found(String what) {
            assertThat(what).isNotBlank();
        }
    }
}
