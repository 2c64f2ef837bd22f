package org.asyndgan.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.asyndgan.transport.link.TestRun.MERCY;
import static org.asyndgan.transport.link.TestRun.ST_MARY;
import static org.asyndgan.transport.link.TestRun.atLeast;
import static org.asyndgan.transport.link.TestRun.batch;
import static org.asyndgan.transport.link.TestRun.few;
import static org.asyndgan.transport.link.TestRun.fold;
import static org.asyndgan.transport.link.TestRun.garbage;
import static org.asyndgan.transport.link.TestRun.gradient;
import static org.asyndgan.transport.link.TestRun.manifest;
import static org.asyndgan.transport.link.TestRun.mask;
import static org.asyndgan.transport.link.TestRun.sample;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.Announcements;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An invalid record in a topic stops no worker and becomes one dead letter. */
class InvalidRecordsIT {

    private static final Rejection NOT_SHARED =
            new Rejection(Rejection.Kind.FAULTY, "names mask m1, which this site has not shared");
    private static final Rejection OVER_THE_BOUND =
            new Rejection(Rejection.Kind.NORM, "has norm 1e9, over the bound of 1e3");

    private static final String NO_AVRO = "does not begin with the magic byte 0 and a schema's id";

    private final TestRun run = new TestRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void bytesThatAreNoMessageStopNeitherGeneratorNorSite() {
        run.write(run.topics.sites(MERCY), "mercy", garbage());
        run.write(run.topics.masks(MERCY), "m1", new byte[0]);
        run.write(run.topics.masks(MERCY), "m2", null);
        run.write(run.topics.gradients(MERCY), null, garbage());
        run.write(run.topics.journal(), "0", garbage());
        SiteLink site = run.site(MERCY);
        site.share(List.of(mask(MERCY, "m3", 0)));
        site.present(manifest(MERCY, 0));
        site.answer(gradient(MERCY, 0), 0);

        GeneratorLink generator = run.generator();
        assertThat(generator.gather())
                .containsExactlyInAnyOrder(
                        new Arrival.Shared(mask(MERCY, "m3", 0), 2), new Arrival.Presented(manifest(MERCY, 0), 1));
        assertThat(generator.replay(0, record -> {
                    throw new AssertionError("There is a record: " + record);
                }))
                .isEqualTo(1);
        generator.startAt(Map.of());
        assertThat(atLeast(2, generator::poll))
                .containsExactly(new Arrival.Invalid(MERCY, 0, NO_AVRO), new Arrival.Answer(gradient(MERCY, 0), 1));
        generator.commit(fold(0, Map.of(), new FoldRecord.Drop(new BatchId(MERCY, 0), 0, invalid(NO_AVRO))), List.of());

        List<DeadLetter> deadLetters = run.deadLetters();
        assertThat(deadLetters)
                .extracting(
                        DeadLetter::topic,
                        DeadLetter::offset,
                        letter -> letter.why().reason(),
                        DeadLetter::bytes)
                .containsExactlyInAnyOrder(
                        tuple(run.topics.sites(MERCY).name(), 0L, NO_AVRO, 12L),
                        tuple(run.topics.masks(MERCY).name(), 0L, NO_AVRO, 0L),
                        tuple(run.topics.masks(MERCY).name(), 1L, "has no value", 0L),
                        tuple(run.topics.journal().name(), 0L, NO_AVRO, 12L),
                        tuple(run.topics.gradients(MERCY).name(), 0L, NO_AVRO, 12L));
        assertThat(deadLetters.get(deadLetters.size() - 1).head())
                .isEqualTo(HexFormat.of().formatHex(garbage()));
    }

    @Test
    void aRestartWritesNoDeadLetterTwice() {
        run.write(run.topics.sites(MERCY), "mercy", garbage());
        run.write(run.topics.gradients(MERCY), null, garbage());
        run.write(run.topics.journal(), "0", garbage());
        for (int start = 0; start < 2; start++) {
            GeneratorLink generator = run.generator();
            generator.gather();
            generator.replay(0, record -> {});
            generator.startAt(Map.of());
            // The generator needs to hear of the gradient each time, people only once.
            assertThat(atLeast(1, generator::poll)).containsExactly(new Arrival.Invalid(MERCY, 0, NO_AVRO));
        }

        assertThat(run.deadLetters()).hasSize(3);
    }

    @Test
    void aBatchOfAnotherRunIsRefusedByTheSite() {
        try (TestRun other = new TestRun()) {
            // The other run's schemas are registered for its own topics: the same contract, so the same id.
            byte[] foreign = TestRun.bytes(other.settings, other.topics.synthetic(MERCY), batch(MERCY, 0));
            run.write(run.topics.synthetic(MERCY), "k", foreign);
            run.write(run.topics.synthetic(MERCY), "g", garbage());
            SiteLink site = run.site(MERCY);
            site.startAt(0);
            String reason = "belongs to run \"" + other.topics.run() + "\", not to " + run.topics.run();
            List<SiteInbox.Delivery> deliveries = atLeast(2, site::poll);

            assertThat(deliveries).containsExactly(new SiteInbox.Invalid(0, reason), new SiteInbox.Invalid(1, NO_AVRO));
            site.refuse(deliveries.get(0), invalid(reason), 1);
            site.refuse(deliveries.get(1), invalid(NO_AVRO), 2);
            assertThat(site.position()).isEqualTo(2);
            assertThat(run.deadLetters())
                    .containsExactly(
                            letter(run.topics.synthetic(MERCY), 0, "k", reason, foreign.length, ""),
                            letter(
                                    run.topics.synthetic(MERCY),
                                    1,
                                    "g",
                                    NO_AVRO,
                                    12,
                                    HexFormat.of().formatHex(garbage())));
        }
    }

    @Test
    void aSoundBatchThatTheSiteCannotAnswerBecomesADeadLetterWithoutItsPixels() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0)));
        SiteLink site = run.site(MERCY);
        site.startAt(0);
        List<SiteInbox.Delivery> deliveries = atLeast(1, site::poll);
        site.refuse(deliveries.get(0), NOT_SHARED, 1);

        assertThat(run.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).contains("mercy/0");
            assertThat(letter.why()).isEqualTo(NOT_SHARED);
            assertThat(letter.bytes()).isPositive();
            assertThat(letter.head()).isEmpty();
        });
    }

    @Test
    void aGradientInTheTopicOfAnotherSiteIsRefused() {
        byte[] foreign = TestRun.bytes(run.settings, run.topics.gradients(ST_MARY), gradient(ST_MARY, 0));
        run.write(run.topics.gradients(MERCY), "st-mary/0", foreign);
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        String reason = "names site \"st-mary\", but lies in the topic of site mercy";

        assertThat(atLeast(1, generator::poll)).containsExactly(new Arrival.Invalid(MERCY, 0, reason));
        assertThat(run.deadLetters())
                .containsExactly(letter(run.topics.gradients(MERCY), 0, "st-mary/0", reason, foreign.length, ""));
    }

    @Test
    void aManifestInTheTopicOfAnotherSiteOrUnderAnotherKeyIsRefused() {
        try (var other = new Announcements(Clients.of(run.settings), "other");
                var serde = new RecordSerde(run.settings)) {
            Topic own = run.topics.sites(MERCY);
            other.write(List.of(
                    serde.record(own, "mercy", serde.codec().encode(manifest(ST_MARY, 0))),
                    serde.record(own, "st-mary", serde.codec().encode(manifest(MERCY, 0)))));
        }

        assertThat(run.generator().gather()).isEmpty();
        assertThat(run.deadLetters())
                .extracting(DeadLetter::site, letter -> letter.why().reason())
                .containsExactly(
                        tuple(Optional.of(MERCY), "names site \"st-mary\", but lies in the topic of site mercy"),
                        tuple(Optional.of(MERCY), "lies in the topic of site mercy, but has another key"));
    }

    @Test
    void theManifestOfASiteThatCannotTakePartGoesToPeopleOnce() {
        Rejection why = new Rejection(Rejection.Kind.TOO_MANY_MASKS, "offers 200001 masks");
        run.site(MERCY).present(manifest(MERCY, 0));
        for (int start = 0; start < 2; start++) {
            GeneratorLink generator = run.generator();
            generator.gather().forEach(arrival -> generator.refuse((Arrival.Presented) arrival, why));
        }

        assertThat(run.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(run.topics.sites(MERCY).name());
            assertThat(letter.offset()).isZero();
            assertThat(letter.site()).contains(MERCY);
            assertThat(letter.why()).isEqualTo(why);
        });
    }

    @Test
    void aDeadLetterInTheNameOfAnotherSiteIsLeftOut() {
        DeadLetter forged = letter(run.topics.synthetic(ST_MARY), 0, "k", "is odd", 1, "", false);
        try (var other = new Announcements(Clients.of(run.settings), "other");
                var serde = new RecordSerde(run.settings)) {
            other.write(List.of(
                    serde.record(run.topics.dead(MERCY), null, serde.codec().encode(forged))));
        }

        assertThat(DeadLetters.newest(run.settings, 10)).isEqualTo(new DeadLetters(List.of(), 1));
    }

    @Test
    void onlyTheNewestDeadLettersAreHandedOver() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        for (int i = 0; i < 9; i++) {
            run.write(run.topics.gradients(MERCY), "g" + i, garbage());
            atLeast(1, generator::poll);
        }
        run.write(run.topics.dead(MERCY), null, new byte[200 << 10]);

        DeadLetters newest = DeadLetters.newest(run.settings, 3);

        assertThat(newest.entries())
                .extracting(entry -> entry.letter().offset())
                .containsExactly(6L, 7L, 8L);
        assertThat(newest.invalid()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsDroppedBecomesADeadLetterWithItsReason() {
        SiteLink site = run.site(MERCY);
        site.answer(gradient(MERCY, 0), 0);
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        atLeast(1, generator::poll);
        generator.commit(
                fold(
                        0,
                        Map.of(MERCY, 1L),
                        new FoldRecord.Drop(new BatchId(MERCY, 0), 0, OVER_THE_BOUND),
                        new FoldRecord.Drop(
                                new BatchId(MERCY, 1),
                                -1,
                                new Rejection(Rejection.Kind.PASSED_OVER, "was passed over"))),
                List.of());

        assertThat(run.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).contains("mercy/0");
            assertThat(letter.site()).contains(MERCY);
            assertThat(letter.why()).isEqualTo(OVER_THE_BOUND);
        });
    }

    @Test
    void samplesEventsAndDeadLettersThatCannotBeReadAreLeftOut() {
        run.write(run.topics.samples(), "s", garbage());
        run.write(run.topics.events(), null, garbage());
        run.write(run.topics.events(MERCY), null, garbage());
        run.generator().release(List.of(sample(0, 1)));

        assertThat(atLeast(1, run.open(new SampleLink(run.settings))::poll)).containsExactly(sample(0, 1));
        assertThat(few(run.open(new EventInbox(run.settings, List.of(MERCY, ST_MARY)))::poll))
                .isEmpty();
        run.write(run.topics.dead(), null, garbage());
        run.write(run.topics.dead(MERCY), null, garbage());
        assertThat(run.deadLetters())
                .containsExactly(letter(
                        run.topics.samples(),
                        0,
                        "s",
                        NO_AVRO,
                        12,
                        HexFormat.of().formatHex(garbage()),
                        false));
    }

    @Test
    void aReplayPassesOverWhatIsNotOurs() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of());
        run.write(run.topics.journal(), "x", garbage());
        generator.commit(fold(1, Map.of()), List.of());
        run.settle();

        List<FoldRecord> replayed = new ArrayList<>();
        generator.replay(0, replayed::add);
        assertThat(replayed).containsExactly(fold(0, Map.of()), fold(1, Map.of()));
    }

    private static Rejection invalid(String reason) {
        return new Rejection(Rejection.Kind.INVALID, reason);
    }

    private static DeadLetter letter(Topic topic, long offset, String key, String reason, long bytes, String head) {
        return letter(topic, offset, key, reason, bytes, head, true);
    }

    private static DeadLetter letter(
            Topic topic, long offset, String key, String reason, long bytes, String head, boolean ofMercy) {
        return new DeadLetter(
                topic.name(),
                offset,
                Optional.of(key),
                ofMercy ? Optional.of(MERCY) : Optional.empty(),
                invalid(reason),
                bytes,
                head);
    }
}
