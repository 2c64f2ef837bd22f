package org.asyndgan.core.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Drop;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.Rejection.Kind;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteManifest.Presence;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FoldPlannerTest {

    static final SiteId MERCY = new SiteId("mercy");
    static final SiteId ST_MARY = new SiteId("st-mary");

    Instant now = Instant.EPOCH;

    // 100 + 300 images: π = 0.25 and 0.75.
    Bench async = new Bench(FoldSettings.ASYNC);
    Bench sync = new Bench(FoldSettings.ASYNC.sync(1));

    @Test
    void waitsForAllSitesAndTheirMasksBeforeTheFirstRecord() {
        Bench bench = new Bench(FoldSettings.ASYNC);
        bench.planner.presented(manifest(MERCY, 100, Presence.JOINED));
        bench.planner.presented(manifest(ST_MARY, 300, Presence.JOINED));
        assertThat(bench.plan()).isEmpty();

        bench.share(MERCY);
        assertThat(bench.plan()).isEmpty();

        bench.share(ST_MARY);
        assertThat(bench.plan()).hasValueSatisfying(record -> {
            assertThat(record.members())
                    .containsExactly(
                            new MemberChange(MERCY, Status.JOINED, 100, Optional.empty(), 42),
                            new MemberChange(ST_MARY, Status.JOINED, 300, Optional.empty(), 42));
            assertThat(record.batches()).containsExactly(id(MERCY, 0), id(MERCY, 1), id(ST_MARY, 0), id(ST_MARY, 1));
            assertThat(record.made()).isEqualTo(GeneratorVersion.INITIAL);
        });
    }

    @Nested
    class UntilConverged {

        /** As a run that was begun with so many steps: the learning rate falls in the second half. */
        @Test
        void endsAsARunOfTwiceTheStepsAfterWhichTheImagesStoodStill() {
            Bench bench = new Bench(FoldSettings.ASYNC, 100, Until.CONVERGED);
            bench.start();
            List<FoldRecord> records = new ArrayList<>();
            LearningRate rate = bench.settings.schedule().learningRate();
            while (!bench.generator.isFinished()) {
                records.add(bench.step());
                bench.show(4);
            }

            assertThat(records).hasSize(20);
            assertThat(records.subList(0, 10)).allMatch(record -> record.length() == 0);
            assertThat(records.subList(10, 20)).allMatch(record -> record.length() == 20);
            for (int step = 0; step < 20; step++) {
                assertThat(records.get(step).learningRate()).isEqualTo(rate.at(step, 20));
            }
            assertThat(records.get(19).finished()).isTrue();
        }

        @Test
        void takesAllItsStepsWhereTheImagesGetBetterToTheEnd() {
            Bench bench = new Bench(FoldSettings.ASYNC, 30, Until.CONVERGED);
            bench.start();
            List<FoldRecord> records = new ArrayList<>();
            while (!bench.generator.isFinished()) {
                records.add(bench.step());
                bench.show(4 + records.size());
            }

            assertThat(records).hasSize(30).allMatch(record -> record.length() == 0);
        }

        /** A tenth of the steps is the least that a run takes at its full rate. */
        @Test
        void decidesNothingInTheFirstTenthOfTheSteps() {
            Bench bench = new Bench(FoldSettings.ASYNC, 500, Until.CONVERGED);
            bench.start();
            long steps = 0;
            while (bench.generator.length() == 0) {
                bench.step();
                bench.show(4);
                steps++;
            }

            assertThat(steps).isEqualTo(51);
            assertThat(bench.generator.length()).isEqualTo(100);
        }

        @Test
        void staysWithWhatWasDecided() {
            Bench bench = new Bench(FoldSettings.ASYNC, 100, Until.CONVERGED);
            bench.start();
            while (bench.generator.length() == 0) {
                bench.step();
                bench.show(4);
            }
            for (int better = 5; !bench.generator.isFinished(); better++) {
                assertThat(bench.step().length()).isEqualTo(20);
                bench.show(better);
            }
        }
    }

    @Nested
    class InAsyncMode {

        @Test
        void foldsWhatHasArrivedWithTheSitesShare() {
            async.start();
            async.offer(ST_MARY, 0, 0, 5);

            FoldRecord record = async.plan().orElseThrow();

            assertThat(record.folds()).hasSize(1);
            assertThat(record.folds().get(0).weight()).isEqualTo(0.75);
            assertThat(record.made().step()).isEqualTo(1);
            assertThat(record.batches()).containsExactly(id(ST_MARY, 2));
            assertThat(record.positions()).containsEntry(ST_MARY, 6L);
        }

        @Test
        void discountsALateAnswer() {
            async.start();
            async.offer(ST_MARY, 0, 0, 0);
            async.plan();
            async.offer(MERCY, 0, 0, 0);

            FoldRecord record = async.plan().orElseThrow();

            assertThat(record.folds().get(0).lag()).isEqualTo(1);
            assertThat(record.folds().get(0).weight()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
        }

        @Test
        void dropsTheSecondAnswerToABatchAndStillAsksForMore() {
            async.start();
            async.offer(MERCY, 0, 0, 0);
            async.plan();

            assertThat(async.offer(MERCY, 0, 0, 1))
                    .isEqualTo(dropped(
                            Kind.NOT_OPEN, "answers a batch that is not open: it was folded, dropped or never drawn"));
            FoldRecord record = async.plan().orElseThrow();
            assertThat(record.folds()).isEmpty();
            assertThat(record.drops()).hasSize(1);
            assertThat(record.positions()).containsEntry(MERCY, 2L);
        }

        @Test
        void givesUpABatchThatItsSitePassedOver() {
            async.start();
            async.offer(MERCY, 1, 0, 0);

            FoldRecord record = async.plan().orElseThrow();

            assertThat(record.drops())
                    .containsExactly(new Drop(
                            id(MERCY, 0),
                            -1,
                            new Rejection(
                                    Kind.PASSED_OVER,
                                    "was passed over by its site, which answered batch mercy/1 instead")));
            assertThat(record.batches()).containsExactly(id(MERCY, 2), id(MERCY, 3));
        }
    }

    @Nested
    class Refuses {

        @Test
        void aGradientOfAnotherShape() {
            async.start();

            assertThat(async.offer(gradient(MERCY, 0, 0, FloatTensor.zeros(2, 1, 1, 1)), 0))
                    .isEqualTo(dropped(Kind.FAULTY, "has shape [2, 1, 1, 1], but the batch was [1, 1, 1, 1]"));
        }

        @Test
        void aGradientThatIsNotFinite() {
            async.start();

            assertThat(async.offer(gradient(MERCY, 0, 0, one(Float.NaN)), 0))
                    .isEqualTo(dropped(Kind.FAULTY, "is not finite"));
        }

        @Test
        void aGradientOverTheNormBound() {
            async.start();

            assertThat(async.offer(gradient(MERCY, 0, 0, one(101)), 0))
                    .isEqualTo(dropped(Kind.NORM, "has norm 101, over the bound of 100"));
        }

        @Test
        void aGradientThatNamesOtherWeightsThanDrewTheBatch() {
            async.start();

            assertThat(async.offer(gradient(MERCY, 0, 3, one(1)), 0))
                    .isEqualTo(dropped(
                            Kind.FAULTY,
                            "names GeneratorVersion[incarnation=1, step=3], but the batch was"
                                    + " drawn by GeneratorVersion[incarnation=1, step=0]"));
        }

        @Test
        void aSiteAfterFiveFaultsInARow() {
            async.start();
            for (long sequence = 0; sequence < 5; sequence++) {
                async.offer(gradient(MERCY, sequence, async.generator.version().step(), one(Float.NaN)), sequence);
                assertThat(async.generator.membership().sites().get(MERCY).status())
                        .isEqualTo(Status.JOINED);
                async.plan();
            }

            assertThat(async.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.SUSPENDED);
            assertThat(async.generator.pendingOf(MERCY)).isEmpty();
            assertThat(async.generator.membership().weights(SiteWeighting.IMAGES))
                    .containsOnly(Map.entry(ST_MARY, 1.0));
        }
    }

    @Nested
    class RefusesASite {

        @Test
        void withImagesOfAnotherSizeAndSaysSoOnceASession() {
            Rejection misfit = new Rejection(
                    Kind.MISFIT,
                    "has images of 1 x 8 x 8 and 2 classes, but this run has 1 x 1 x 1 and 2; set image-size, channels"
                            + " and label-values alike everywhere");

            assertThat(async.planner.presented(offering("first", 8, 2, 1))).contains(misfit);
            assertThat(async.planner.presented(offering("first", 8, 2, 1))).isEmpty();
            assertThat(async.planner.presented(offering("second", 8, 2, 1))).contains(misfit);
            async.share(MERCY);
            async.share(ST_MARY);
            async.planner.presented(manifest(ST_MARY, 300, Presence.JOINED));

            assertThat(async.plan()).isEmpty();
        }

        @Test
        void withOtherClasses() {
            assertThat(async.planner.presented(offering("s", 1, 3, 1)))
                    .hasValueSatisfying(why -> assertThat(why.kind()).isEqualTo(Kind.MISFIT));
        }

        @Test
        void withMoreMasksThanAGeneratorTakes() {
            assertThat(async.planner.presented(offering("s", 1, 2, 200_000))).isEmpty();
            assertThat(async.planner.presented(offering("s", 1, 2, 200_001)))
                    .contains(new Rejection(
                            Kind.TOO_MANY_MASKS,
                            "offers 200001 masks, but a generator takes at most 200000 of a site; lower its"
                                    + " views-per-pair or the number of its images"));
        }

        @Test
        void whoseMasksWouldEndTheRunInTheMiddleOfAPass() {
            SharedMask large = new SharedMask(MERCY, "m", LabelMap.adopt(8, 8, 2, new byte[64]));

            assertThat(async.planner.shared(large, 0, async.generator.masks()::add))
                    .contains(new Rejection(
                            Kind.MISFIT,
                            "shares masks of 8 x 8 and 2 classes, but this run has 1 x 1 and 2; it cannot join before"
                                    + " they are replaced"));
            assertThat(async.planner.shared(large, 0, async.generator.masks()::add))
                    .isEmpty();
            assertThat(async.generator.masks().count(MERCY)).isZero();
        }

        private SiteManifest offering(String session, int side, int classes, int masks) {
            return new SiteManifest(MERCY, session, Presence.JOINED, 10, masks, side, side, 1, classes, "none", 0);
        }
    }

    @Nested
    class InSyncMode {

        @Test
        void waitsForEverySite() {
            sync.start();
            sync.offer(MERCY, 0, 0, 0);
            assertThat(sync.plan()).isEmpty();

            sync.offer(ST_MARY, 0, 0, 0);

            assertThat(sync.plan()).hasValueSatisfying(record -> assertThat(record.folds())
                    .extracting(FoldRecord.Fold::batch)
                    .containsExactly(id(MERCY, 0), id(ST_MARY, 0)));
        }

        @Test
        void goesOnWithTheQuorumOnceTheDeadlineIsOver() {
            sync.start();
            sync.offer(ST_MARY, 0, 0, 0);
            now = now.plus(Duration.ofSeconds(31));
            sync.planner.presented(manifest(MERCY, 100, Presence.JOINED));

            assertThat(sync.plan())
                    .hasValueSatisfying(record -> assertThat(record.folds()).hasSize(1));
            assertThat(sync.offer(MERCY, 0, 0, 0))
                    .isEqualTo(dropped(Kind.STALE, "is 1 generator steps old; at most 0 are accepted"));
        }

        @Test
        void doesNotPutTheDeadlineOffForARecordThatAsksNobodyForAnything() {
            sync.start();
            sync.offer(ST_MARY, 0, 0, 0);
            now = now.plus(Duration.ofSeconds(20));
            // An answer to a batch that was never drawn: it is journalled, and nobody gets a new batch for it.
            sync.offer(ST_MARY, 7, 0, 1);
            assertThat(sync.plan())
                    .hasValueSatisfying(record -> assertThat(record.drops()).hasSize(1));

            now = now.plus(Duration.ofSeconds(11));

            assertThat(sync.plan())
                    .hasValueSatisfying(record -> assertThat(record.folds()).hasSize(1));
        }

        @Test
        void takesNoStepWithLessThanTheQuorumWhereASiteThatHasAnsweredLeaves() {
            Bench both = new Bench(FoldSettings.ASYNC.sync(2));
            both.start();
            both.offer(MERCY, 0, 0, 0);
            both.offer(ST_MARY, 0, 0, 0);
            both.planner.presented(manifest(MERCY, 100, Presence.LEFT));

            assertThat(both.plan()).hasValueSatisfying(record -> {
                assertThat(record.members()).extracting(MemberChange::status).containsExactly(Status.LEFT);
                assertThat(record.folds()).isEmpty();
            });
        }

        @Test
        void doesNotWaitForASiteThatHasGoneSilent() {
            sync.start();
            sync.offer(ST_MARY, 0, 0, 0);
            now = now.plus(Duration.ofSeconds(61));
            sync.planner.presented(manifest(ST_MARY, 300, Presence.JOINED));

            sync.plan();

            assertThat(sync.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.SILENT);
        }
    }

    @Test
    void takesASilentSiteBackWhenItIsHeardOf() {
        async.start();
        now = now.plus(Duration.ofSeconds(61));
        async.planner.presented(manifest(ST_MARY, 300, Presence.JOINED));
        async.plan();
        assertThat(async.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.SILENT);

        async.planner.presented(manifest(MERCY, 100, Presence.JOINED));
        async.plan();

        assertThat(async.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.RETURNED);
    }

    @Test
    void tellsWhatBecameOfTheAnswersOfASiteThatLeaves() {
        sync.start();
        sync.offer(MERCY, 0, 0, 4);
        sync.planner.presented(manifest(MERCY, 100, Presence.LEFT));

        FoldRecord record = sync.plan().orElseThrow();

        assertThat(record.drops())
                .containsExactly(
                        new Drop(id(MERCY, 0), 4, new Rejection(Kind.MEMBERSHIP, "is from a site that has left")));
    }

    @Test
    void refusesAnswersToAnotherIncarnationByItsNumberAndBlamesNobody() {
        async.start();
        for (int i = 0; i < 2; i++) {
            SiteGradient old = new SiteGradient(
                    id(MERCY, i), new GeneratorVersion(2, 0), one(1), new SiteReport(0, 0, 0, 0, 1, 1));

            assertThat(async.offer(old, i))
                    .isEqualTo(dropped(
                            Kind.OTHER_INCARNATION, "is for incarnation 2 of the generator, which has restarted as 1"));
        }
        async.plan();

        assertThat(async.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.JOINED);
    }

    @Test
    void countsWhatAnInvalidRecordQuotesAsNothingButInvalid() {
        async.start();

        async.planner.invalid(async.generator, MERCY, 0, "belongs to run \"other incarnation\"");

        assertThat(async.plan().orElseThrow().drops())
                .containsExactly(
                        new Drop(id(MERCY, 0), 0, new Rejection(Kind.INVALID, "belongs to run \"other incarnation\"")));
    }

    @Test
    void foldsTheFirstOfTwoAnswersToABatchThatArriveTogether() {
        async.start();
        async.offer(MERCY, 0, 0, 0);

        assertThat(async.offer(MERCY, 0, 0, 1)).isEqualTo(notOpen());
        FoldRecord record = async.plan().orElseThrow();

        assertThat(record.folds()).extracting(FoldRecord.Fold::offset).containsExactly(0L);
        assertThat(record.drops()).extracting(Drop::offset).containsExactly(1L);
    }

    @Test
    void keepsAnAnswerThatWaitsWhenItsSiteRepeatsIt() {
        sync.start();
        sync.offer(MERCY, 0, 0, 0);
        sync.offer(MERCY, 0, 0, 1);
        assertThat(sync.plan()).isEmpty();
        sync.offer(ST_MARY, 0, 0, 0);

        FoldRecord record = sync.plan().orElseThrow();

        assertThat(record.folds()).extracting(FoldRecord.Fold::batch).containsExactly(id(MERCY, 0), id(ST_MARY, 0));
        assertThat(record.drops()).extracting(Drop::offset).containsExactly(1L);
    }

    @Test
    void refusesAnAnswerToABatchThatItsSiteHasPassedOverAMomentAgo() {
        async.start();
        async.offer(MERCY, 1, 0, 0);

        assertThat(async.offer(MERCY, 0, 0, 1)).isEqualTo(notOpen());
        FoldRecord record = async.plan().orElseThrow();

        assertThat(record.folds()).extracting(FoldRecord.Fold::batch).containsExactly(id(MERCY, 1));
        assertThat(record.drops()).extracting(Drop::offset).containsExactly(-1L, 1L);
    }

    private static FoldPlanner.Dropped notOpen() {
        return dropped(Kind.NOT_OPEN, "answers a batch that is not open: it was folded, dropped or never drawn");
    }

    @Test
    void suspendsASiteThatFloodsAndThenHearsNothingOfIt() {
        async.start();
        for (int i = 0; i < 8; i++) {
            // Nobody asked for batch 99. Two in flight may be repeated after a restart, then five faults are enough.
            async.offer(MERCY, 99, 0, i);
        }
        async.plan();
        assertThat(async.generator.membership().sites().get(MERCY).status()).isEqualTo(Status.SUSPENDED);

        assertThat(async.offer(MERCY, 99, 0, 8))
                .isEqualTo(dropped(Kind.MEMBERSHIP, "is from a site that is suspended"));
        async.planner.invalid(async.generator, MERCY, 9, "is garbage");
        assertThat(async.plan()).isEmpty();
    }

    @Test
    void takesNoMoreMasksOfASiteThatTakesPart() {
        async.start();
        async.generator.masks().add(new SharedMask(MERCY, "late", LabelMap.of(1, 1, 2, new byte[] {0})), 42);

        assertThat(async.generator.masks().count(MERCY)).isEqualTo(1);
    }

    @Test
    void forgetsTheBatchesOfASiteThatLeaves() {
        async.start();
        async.planner.presented(manifest(MERCY, 100, Presence.LEFT));

        async.plan();

        assertThat(async.generator.pendingOf(MERCY)).isEmpty();
        assertThat(async.generator.membership().weights(SiteWeighting.IMAGES)).containsOnly(Map.entry(ST_MARY, 1.0));
    }

    private static FoldPlanner.Dropped dropped(Kind kind, String reason) {
        return new FoldPlanner.Dropped(new Rejection(kind, reason));
    }

    static BatchId id(SiteId site, long sequence) {
        return new BatchId(site, sequence);
    }

    static FloatTensor one(float value) {
        return FloatTensor.of(new float[] {value}, 1, 1, 1, 1);
    }

    static SiteGradient gradient(SiteId site, long sequence, long step, FloatTensor value) {
        return new SiteGradient(
                id(site, sequence), new GeneratorVersion(1, step), value, new SiteReport(0, 0, 0, 0, 1, 1));
    }

    static SiteManifest manifest(SiteId site, int images, Presence presence) {
        return new SiteManifest(site, "s", presence, images, 1, 1, 1, 1, 2, "none", 0);
    }

    /** A planner and a generator that applies what it plans. */
    final class Bench {

        final GeneratorSettings settings;
        final FoldPlanner planner;
        final CentralGenerator generator;

        private long answers;

        Bench(FoldSettings folding) {
            this(folding, new Schedule(2, 100, 1, new LearningRate(0.1, 1)), PreviewSettings.NONE);
        }

        Bench(FoldSettings folding, long steps, Until until) {
            this(
                    folding,
                    new Schedule(2, steps, 1, new LearningRate(0.1, 0.5), until),
                    new PreviewSettings(1, Preview.MOST));
        }

        private Bench(FoldSettings folding, Schedule schedule, PreviewSettings previews) {
            settings = new GeneratorSettings(
                    1,
                    schedule,
                    0,
                    Augmentation.NONE,
                    1,
                    ReleaseSettings.once(0, ReleaseMasks.SHARED, ReleaseChoice.LAST),
                    5,
                    folding,
                    previews);
            planner = new FoldPlanner(folding, settings.schedule(), new RunShape(1, 1, 1, 2), () -> now);
            LinearNetwork network = new LinearNetwork(2, 1, 3, 4);
            generator = new CentralGenerator(
                    network,
                    new Momentum(network.parameters()),
                    new MaskLibrary(new Seed(1), Augmentation.NONE),
                    settings);
        }

        void share(SiteId site) {
            SharedMask mask = new SharedMask(site, "m", LabelMap.of(1, 1, 2, new byte[] {1}));
            assertThat(planner.shared(mask, 41, generator.masks()::add)).isEmpty();
        }

        void start() {
            planner.presented(manifest(MERCY, 100, Presence.JOINED));
            planner.presented(manifest(ST_MARY, 300, Presence.JOINED));
            share(MERCY);
            share(ST_MARY);
            plan();
        }

        FoldPlanner.Offered offer(SiteId site, long sequence, long step, long offset) {
            return offer(gradient(site, sequence, step, one(1)), offset);
        }

        FoldPlanner.Offered offer(SiteGradient gradient, long offset) {
            return planner.offer(generator, gradient, offset);
        }

        /** One more step, of an answer of St. Mary. */
        FoldRecord step() {
            long sequence = answers++;
            offer(
                    ST_MARY,
                    sequence,
                    generator.drawnBy(id(ST_MARY, sequence)).orElseThrow().step(),
                    sequence);
            return plan().orElseThrow();
        }

        /** Previews whose masks stand out so clearly: two grey values, a little apart within each. */
        void show(double contrast) {
            float[] pixels = new float[100];
            byte[] labels = new byte[100];
            for (int p = 0; p < pixels.length; p++) {
                labels[p] = (byte) (p < 50 ? 0 : 1);
                pixels[p] = (float) (0.01 * (p % 2 == 0 ? 1 : -1) + 0.01 * contrast * labels[p]);
            }
            generator.see(List.of(new Preview(
                    generator.version(),
                    0,
                    ST_MARY,
                    LabelMap.of(10, 10, 2, labels),
                    FloatTensor.adopt(pixels, 1, 10, 10))));
        }

        Optional<FoldRecord> plan() {
            Optional<FoldStep> step = planner.plan(generator);
            step.ifPresent(generator::apply);
            return step.map(FoldStep::record);
        }
    }
}
