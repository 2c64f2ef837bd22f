package org.asyndgan.live.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.convergence.Convergence;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunViewTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final SiteId MERCY = new SiteId("mercy");

    private final RunView view = new RunView("nuclei", List.of("mercy", "st-mary"), "a");

    @Test
    void saysNothingOfWhatItDoesNotKnow() {
        var summary = view.summary(START);

        assertThat(summary.state()).isEqualTo("waiting for sites");
        assertThat(summary.lastEvent()).isNull();
        assertThat(summary.sites())
                .extracting(SiteView.Row::state, SiteView.Row::lag, SiteView.Row::tripP50, SiteView.Row::weight)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("unknown", null, null, null),
                        org.assertj.core.groups.Tuple.tuple("unknown", null, null, null));
    }

    @Test
    void measuresARoundTripFromTheDrawingOfABatchToItsFolding() {
        view.record(at(0), record(0, List.of(), List.of(new BatchId(MERCY, 0))), START);
        view.record(at(1), record(1, List.of(fold(0, 0.25)), List.of(new BatchId(MERCY, 1))), START.plusMillis(300));
        view.record(at(2), record(2, List.of(fold(1, 0.25)), List.of()), START.plusMillis(800));

        SiteView.Row mercy = view.summary(START.plusSeconds(1)).sites().get(0);
        assertThat(mercy.tripP50()).isEqualTo(300);
        assertThat(mercy.tripP95()).isEqualTo(500);
        assertThat(mercy.folded()).isEqualTo(2);
        assertThat(mercy.weight()).isEqualTo(0.25);
        assertThat(mercy.silenceMillis()).isEqualTo(200);
        assertThat(mercy.state()).isEqualTo("active");
    }

    @Test
    void countsARecordOnceHoweverOftenItIsRead() {
        view.record(at(0), record(0, List.of(), List.of(new BatchId(MERCY, 0))), START);
        view.record(at(1), record(1, List.of(fold(0, 1)), List.of()), START);
        view.record(at(1), record(1, List.of(fold(0, 1)), List.of()), START);
        view.event(new Position("nuclei.events", 4), event("released", Map.of("release", 1.0)));
        view.event(new Position("nuclei.events", 4), event("released", Map.of("release", 1.0)));

        assertThat(view.summary(START).sites().get(0).folded()).isEqualTo(1);
        assertThat(view.newest(10)).hasSize(1);
        assertThat(view.positions()).containsEntry("nuclei.events", 5L).containsEntry("nuclei.journal", 2L);
    }

    @Test
    void believesNoSiteWhatGeneratorAndTrainerTell() {
        for (String type : List.of("stepped", "released", "scored", "trained", "configured")) {
            view.event(
                    new Position("nuclei.events.mercy", type.length()),
                    new RunEvent(
                            "site/mercy",
                            START,
                            type,
                            1L << 60,
                            Map.of("steps", 7.0, "release", 3.0, "dice", 0.99, "adversarialLoss.st-mary", 9.0),
                            Map.of("asyndgan.generator.seed", "7")));
        }

        var summary = view.summary(START);
        assertThat(summary.steps()).isZero();
        assertThat(summary.released()).isZero();
        assertThat(summary.scores()).isEmpty();
        assertThat(summary.provenance()).isEmpty();
        assertThat(summary.seriesNames()).isEmpty();
        assertThat(summary.segmentationNames()).isEmpty();
        assertThat(summary.sites().get(1).losses()).isEmpty();
    }

    @Test
    void takesANumberThatIsTooLargeToBeDrawnForOneThatIsNotFinite() {
        view.event(new Position("nuclei.events", 0), event("stepped", Map.of("gradientNorm.mercy", 1e300)));

        var column = view.series(List.of("gradientNorm.mercy")).series().get("gradientNorm.mercy");
        assertThat(column.notFinite()).containsExactly(1L);
        assertThat(column.last()).containsOnlyNulls();
    }

    @Test
    void countsDropsByKindNotByTheirSentence() {
        view.record(at(0), refused(7), START);

        assertThat(view.summary(START).sites().get(0).dropped()).containsExactly(Map.entry("stale", 1L));
    }

    @Test
    void tellsARunWithoutStepsForTwoMinutes() {
        view.record(at(0), record(0, List.of(), List.of(new BatchId(MERCY, 0))), START);
        view.record(at(1), record(1, List.of(fold(0, 1)), List.of()), START);

        assertThat(view.summary(START.plusSeconds(119)).state()).isEqualTo("training");
        var stalled = view.summary(START.plusSeconds(121));
        assertThat(stalled.state()).isEqualTo("no step");
        assertThat(stalled.alerts()).anyMatch(alert -> alert.startsWith("No step for more than 2 minutes"));
        assertThat(stalled.answering()).isZero();
    }

    @Nested
    class TellsWhereASiteStands {

        private String state(Instant now) {
            return view.summary(now).sites().get(0).state();
        }

        private void tell(long offset, FoldRecord.Status status, Instant at) {
            view.record(at(offset), changed(offset, status), at);
        }

        @Test
        void byTheJournalEvenIfItsOwnEventsStillCome() {
            tell(0, FoldRecord.Status.JOINED, START);
            tell(1, FoldRecord.Status.SILENT, START.plusSeconds(60));
            view.event(
                    new Position("nuclei.events.mercy", 0),
                    new RunEvent("site/mercy", START.plusSeconds(61), "started", 0, Map.of(), Map.of()));

            assertThat(state(START.plusSeconds(61))).isEqualTo("silent");
            assertThat(view.summary(START.plusSeconds(61)).answering()).isZero();
            assertThat(view.summary(START.plusSeconds(61)).alerts())
                    .contains("Site mercy is silent: it was not heard of for too long, and the run goes on without it"
                            + " until it is.");

            tell(2, FoldRecord.Status.RETURNED, START.plusSeconds(62));
            view.record(at(3), record(1, List.of(fold(0, 1)), List.of()), START.plusSeconds(63));
            assertThat(state(START.plusSeconds(63))).isEqualTo("active");
        }

        @Test
        void asSuspendedWithWhatToDo() {
            tell(0, FoldRecord.Status.JOINED, START);
            tell(1, FoldRecord.Status.SUSPENDED, START);

            assertThat(state(START)).isEqualTo("suspended");
            assertThat(view.summary(START).alerts())
                    .contains("Site mercy is suspended: too many of its answers in a row were faulty. \"asyndgan"
                            + " dead-letters\" says why.");
        }

        @Test
        void asWithoutAnswerBeforeTheGeneratorHasGivenItUp() {
            tell(0, FoldRecord.Status.JOINED, START);
            view.record(at(1), record(1, List.of(fold(0, 1)), List.of()), START);

            assertThat(state(START.plusSeconds(119))).isEqualTo("active");
            assertThat(state(START.plusSeconds(121))).isEqualTo("no answer");
        }

        @Test
        void asHeardOfWhereItsAnswersAreRefused() {
            tell(0, FoldRecord.Status.JOINED, START);
            view.record(at(1), refused(7), START.plusSeconds(100));

            assertThat(state(START.plusSeconds(200))).isEqualTo("active");
        }

        @Test
        void asWithoutAnswerWhereABatchIsGivenUp() {
            tell(0, FoldRecord.Status.JOINED, START);
            view.record(at(1), refused(-1), START.plusSeconds(100));

            assertThat(state(START.plusSeconds(200))).isEqualTo("no answer");
        }

        @Test
        void asFinishedOnceTheRunIs() {
            tell(0, FoldRecord.Status.JOINED, START);
            view.record(at(1), finished(6), START);

            assertThat(state(START.plusSeconds(500))).isEqualTo("finished");
        }

        @Test
        void asActiveWhereTheRecordThatItJoinedWithIsDeleted() {
            view.record(at(40), record(20, List.of(fold(0, 1)), List.of()), START);

            assertThat(state(START)).isEqualTo("active");
        }
    }

    @Test
    void listsTheNewestBatchOfEachSiteAndHandsOutItsImages() {
        view.sent(sent("st-mary", 3, 16));
        view.sent(sent("mercy", 7, 16));
        view.sent(sent("mercy", 8, 16));

        assertThat(view.summary(START).sent())
                .extracting(SentBatch.Row::site, SentBatch.Row::sequence)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mercy", 8L),
                        org.assertj.core.groups.Tuple.tuple("st-mary", 3L));
        assertThat(view.sent("mercy", 7, 0)).isPresent();
        assertThat(view.sent("mercy", 8, 1)).isEmpty();
        assertThat(view.sent("mercy", 8, -1)).isEmpty();
        assertThat(view.sent("mercy", 9, 0)).isEmpty();
    }

    @Test
    void marksALossThatIsNotFinite() {
        view.event(new Position("nuclei.events", 0), stepped(7, Map.of("adversarialLoss.mercy", Double.NaN)));

        var table = view.series(List.of("adversarialLoss.mercy"));
        assertThat(table.series().get("adversarialLoss.mercy").notFinite()).containsExactly(7L);
        assertThat(table.series().get("adversarialLoss.mercy").last()).containsOnlyNulls();
        assertThat(view.summary(START).alerts())
                .contains("A loss of site mercy is not finite. Lower the learning rate.");
    }

    @Test
    void makesOneLineOfManySites() {
        view.event(
                new Position("nuclei.events", 0),
                stepped(3, Map.of("adversarialLoss.a", 1.0, "adversarialLoss.b", 4.0, "adversarialLossy.c", 100.0)));

        var all = view.across("adversarialLoss").series().get("adversarialLoss of all sites");
        assertThat(all.min()).containsExactly(null, null, null, 1f);
        assertThat(all.max()).endsWith(4f);
        assertThat(all.last()).endsWith(2.5f);
    }

    @Nested
    class KeepsWithinBounds {

        @Test
        void theSeriesOfALongRunWithoutHidingAnOutlier() {
            for (int step = 1; step <= 20_000; step++) {
                view.event(
                        new Position("nuclei.events", step),
                        stepped(step, Map.of("adversarialLoss.mercy", step == 12_345 ? 99.0 : 1.0)));
            }

            var table = view.series(List.of());
            var losses = table.series().get("adversarialLoss.mercy");
            assertThat(table.width()).isEqualTo(32);
            assertThat(table.steps()).hasSize(20_000 / 32 + 1);
            assertThat(losses.max().get(12_345 / 32)).isEqualTo(99f);
            assertThat(losses.min().get(12_345 / 32)).isEqualTo(1f);
            assertThat(losses.max().stream().filter(max -> max == 99f)).hasSize(1);
        }

        @Test
        void theSeriesThatAHostileSiteInvents() {
            for (int i = 0; i < 6000; i++) {
                view.event(new Position("nuclei.events", i), stepped(1, Map.of("x" + i, 1.0)));
            }

            assertThat(view.summary(START).seriesNames()).hasSize(RunView.MOST_SERIES);
        }

        @Test
        void theFeed() {
            for (int i = 0; i < 3000; i++) {
                view.event(new Position("nuclei.events", i), event("member", Map.of()));
            }

            assertThat(view.newest(5000)).hasSize(RunView.MOST_ACTIVITIES);
            assertThat(view.after("nuclei.events@10")).isEmpty();
            assertThat(view.after("nuclei.events@2999")).contains(3000L);
        }

        @Test
        void theSampledBatches() {
            var batches = new SentBatches(5 * 1024);
            for (int i = 0; i < 100; i++) {
                batches.put(sent("site-" + i % 30, i, 1024));
            }

            assertThat(batches.bytes()).isEqualTo(5 * 1024);
            assertThat(batches.rows()).hasSize(5).last().returns(99L, SentBatch.Row::sequence);

            for (int i = 0; i < 100; i++) {
                batches.put(sent("site-" + i % 30, 100 + i, 16));
            }
            assertThat(batches.rows()).hasSize(SentBatches.MOST_LISTED);
            assertThat(batches.bytes()).isEqualTo(16 * 16);
        }

        @Test
        void theProbeImagesWithFirstAndLastStepKept() {
            var images = new ProbeImages(40 * 2 * 16);
            for (int step = 0; step < 100; step++) {
                images.put(probe(step));
            }

            assertThat(images.bytes()).isLessThanOrEqualTo(40 * 2 * 16);
            assertThat(images.steps()).hasSizeGreaterThan(15).startsWith(0L).endsWith(99L);
        }
    }

    @Test
    void saysThatADiscriminatorIsTooStrongAfterEnoughGradients() {
        view.event(
                new Position("nuclei.events.mercy", 0),
                new RunEvent("site/mercy", START, "started", 0, Map.of(), Map.of("loss", "CROSS_ENTROPY")));
        for (int step = 1; step <= 19; step++) {
            view.event(new Position("nuclei.events", step), stepped(step, Map.of("adversarialLoss.mercy", 4.0)));
        }
        assertThat(view.summary(START).sites().get(0).balance()).isEqualTo("not enough gradients yet");

        view.event(new Position("nuclei.events", 20), stepped(20, Map.of("adversarialLoss.mercy", 4.0)));
        assertThat(view.summary(START).sites().get(0).balance()).isEqualTo("discriminator too strong");
    }

    @Test
    void saysThatARunEndedBeforeItsImagesShowedWhatTheMasksOutline() {
        for (int step = 0; step < 6; step++) {
            view.preview(new Position("nuclei.previews", step), blank(step), START);
        }
        view.record(at(0), finished(6), START);

        var summary = view.summary(START);
        assertThat(summary.convergence().state()).isEqualTo(Convergence.State.NOT_DRAWN);
        assertThat(summary.alerts())
                .containsExactly("The training stopped far too early: what the masks outline cannot be seen in the"
                        + " images of site mercy (contrast 0.00; real images mostly have 1.5 and more). Train longer:"
                        + " --steps=0 instead of 0, or more.");
        assertThat(view.series(List.of("maskContrast.mercy"))
                        .series()
                        .get("maskContrast.mercy")
                        .last())
                .contains(0f);
    }

    /** One image without a mask. */
    private static SentBatch sent(String site, long sequence, int pixels) {
        var image = new SentImage(Optional.empty(), 1, 1, pixels, new byte[pixels]);
        return new SentBatch(site, sequence, 1, sequence, START.toEpochMilli() + sequence, 4, List.of(image));
    }

    private static FoldRecord changed(long step, FoldRecord.Status status) {
        return new FoldRecord(
                new GeneratorVersion(1, step),
                List.of(),
                List.of(),
                List.of(new FoldRecord.MemberChange(MERCY, status, 40)),
                List.of(),
                Map.of(),
                0,
                0,
                false);
    }

    /** @param offset of the refused answer; -1 where none came */
    private static FoldRecord refused(long offset) {
        return new FoldRecord(
                new GeneratorVersion(1, 1),
                List.of(),
                List.of(new FoldRecord.Drop(
                        new BatchId(MERCY, 3), offset, new Rejection(Rejection.Kind.STALE, "names version 3"))),
                List.of(),
                List.of(),
                Map.of(),
                0,
                0,
                false);
    }

    @Test
    void datesALookAtItsOwnPreviewsNotAtThoseThatEndIt() {
        view.preview(new Position("nuclei.previews", 0), blank(1), START);
        view.preview(new Position("nuclei.previews", 1), blank(2), START.plusSeconds(60));

        assertThat(view.series(List.of("maskContrast.mercy")).times()).containsExactly(0L, START.toEpochMilli());
    }

    private static ProbeImage probe(long step) {
        return new ProbeImage(step, 0, "mercy", LabelMap.of(4, 4, 2, new byte[16]), 1, new byte[16]);
    }

    /** Its left half is outlined by the mask, and black all over. */
    private static ProbeImage blank(long step) {
        byte[] left = new byte[256];
        for (int p = 0; p < left.length; p++) {
            left[p] = (byte) (p % 16 < 8 ? 1 : 0);
        }
        return new ProbeImage(step, 0, "mercy", LabelMap.of(16, 16, 2, left), 1, new byte[256]);
    }

    private static Position at(long offset) {
        return new Position("nuclei.journal", offset);
    }

    private static FoldRecord.Fold fold(long sequence, double weight) {
        return new FoldRecord.Fold(new BatchId(MERCY, sequence), sequence, 0, weight, sequence, 1);
    }

    private static FoldRecord record(long step, List<FoldRecord.Fold> folds, List<BatchId> batches) {
        return new FoldRecord(
                new GeneratorVersion(1, step),
                folds,
                List.of(),
                step == 0 ? List.of(new FoldRecord.MemberChange(MERCY, FoldRecord.Status.JOINED, 40)) : List.of(),
                batches,
                Map.of(),
                0.001,
                0,
                false);
    }

    private static FoldRecord finished(long step) {
        return new FoldRecord(
                new GeneratorVersion(1, step), List.of(), List.of(), List.of(), List.of(), Map.of(), 0, 0, true);
    }

    private static RunEvent stepped(long step, Map<String, Double> values) {
        return new RunEvent("generator", START, "stepped", step, values, Map.of());
    }

    private static RunEvent event(String type, Map<String, Double> values) {
        return new RunEvent("generator", START, type, 1, values, Map.of());
    }
}
