package org.asyndgan.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyndgan.transport.link.TestRun.MERCY;
import static org.asyndgan.transport.link.TestRun.atLeast;
import static org.asyndgan.transport.link.TestRun.batch;
import static org.asyndgan.transport.link.TestRun.few;
import static org.asyndgan.transport.link.TestRun.fold;
import static org.asyndgan.transport.link.TestRun.gradient;
import static org.asyndgan.transport.link.TestRun.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.RecordSerde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker writes is there as a whole or not at all, and only from one worker of a name. */
class ExactlyOnceIT {

    private final TestRun run = new TestRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void aWriterThatDiesInTheMiddleLeavesNothing() {
        GeneratorLink before = run.generator();
        before.startAt(Map.of());
        long position = before.commit(fold(0, Map.of()), List.of(batch(MERCY, 0)));
        dieInTheMiddleOfACommit();

        GeneratorLink after = run.generator();
        List<FoldRecord> replayed = new ArrayList<>();
        after.replay(0, replayed::add);
        assertThat(replayed).containsExactly(fold(0, Map.of()));
        after.startAt(Map.of());
        after.commit(fold(1, Map.of()), List.of(batch(MERCY, 1)));
        run.settle();
        replayed.clear();
        after.replay(position, replayed::add);
        assertThat(replayed).containsExactly(fold(1, Map.of()));

        SiteLink site = run.site(MERCY);
        site.startAt(0);
        assertThat(atLeast(2, site::poll))
                .extracting(delivery -> ((SiteInbox.Drawn) delivery).batch())
                .containsExactly(batch(MERCY, 0), batch(MERCY, 1));
    }

    /** As the generator, writes a record and a batch, flushes both to the broker and never ends the transaction. */
    private void dieInTheMiddleOfACommit() {
        var serde = run.open(new RecordSerde(run.settings));
        var producer = run.open(Clients.of(run.settings).transactional(run.topics.run() + ".generator"));
        producer.initTransactions();
        producer.beginTransaction();
        var sent = producer.send(
                serde.record(run.topics.journal(), "1", serde.codec().encode(fold(99, Map.of()))));
        var alsoSent = producer.send(
                serde.record(run.topics.synthetic(MERCY), "b", serde.codec().encode(batch(MERCY, 99))));
        producer.flush();
        assertThat(sent).isDone();
        assertThat(alsoSent).isDone();
    }

    @Test
    void aSiteGoesOnAtItsLastAnswer() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0), batch(MERCY, 1), batch(MERCY, 2)));
        SiteLink before = run.site(MERCY);
        assertThat(before.position()).isZero();
        before.startAt(0);
        atLeast(3, before::poll);
        before.answer(gradient(MERCY, 0), 1);

        SiteLink after = run.site(MERCY);
        assertThat(after.position()).isEqualTo(1);
        after.startAt(after.position());
        assertThat(atLeast(2, after::poll))
                .extracting(SiteInbox.Delivery::offset)
                .containsExactly(1L, 2L);
    }

    @Test
    void aWriteThatIsTooLargeLeavesNothing() {
        var tooLarge = org.asyndgan.nn.tensor.FloatTensor.zeros(1, 1, 2048, 1024);
        var huge = new org.asyndgan.core.protocol.SyntheticBatch(
                new org.asyndgan.core.protocol.BatchId(MERCY, 1),
                TestRun.START,
                List.of(new org.asyndgan.core.protocol.MaskUse("m1", 0)),
                tooLarge);
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());

        assertThatThrownBy(() -> generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0), huge)))
                .isInstanceOf(TransportException.class)
                .hasMessageMatching(
                        "A record for " + run.topics.synthetic(MERCY).name()
                                + " has 20972\\d\\d bytes, over the limit of 1048576\\. Lower the batch size, or raise"
                                + " max-record-bytes and the topic's max\\.message\\.bytes\\. \\(ADG-122\\)");

        SiteLink site = run.site(MERCY);
        site.startAt(0);
        assertThat(few(site::poll)).isEmpty();
        assertThat(generator.replay(0, record -> {
                    throw new AssertionError("There is a record: " + record);
                }))
                .isZero();
    }

    @Test
    void aSecondGeneratorShutsOutTheFirst() {
        GeneratorLink first = run.generator();
        first.startAt(Map.of());
        first.commit(fold(0, Map.of()), List.of());
        GeneratorLink second = run.generator();
        second.startAt(Map.of());

        assertThatThrownBy(() -> first.commit(fold(1, Map.of()), List.of()))
                .isInstanceOf(TransportException.class)
                .hasMessage("The Kafka broker at " + run.settings.broker().bootstrapServers()
                        + " shut this worker out while it was writing as " + run.topics.run()
                        + ".generator: another one has started under the same name in run " + run.topics.run()
                        + ". Stop one of the two; nothing was written twice. (ADG-121)");
        assertThatThrownBy(() -> first.commit(fold(1, Map.of()), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("An earlier write of " + run.topics.run()
                        + ".generator failed; close this link and open another one");
        second.commit(fold(1, Map.of()), List.of());
        run.settle();
        List<FoldRecord> replayed = new ArrayList<>();
        second.replay(0, replayed::add);
        assertThat(replayed).containsExactly(fold(0, Map.of()), fold(1, Map.of()));
    }

    @Test
    void aSecondSiteOfANameShutsOutTheFirst() {
        SiteLink first = run.site(MERCY);
        run.site(MERCY);

        assertThatThrownBy(() -> first.answer(gradient(MERCY, 0), 1))
                .isInstanceOf(TransportException.class)
                .hasMessageEndingWith("(ADG-121)");
    }

    @Test
    void aDyingSiteDoesNotHideTheManifestsOfOthers() {
        var serde = run.open(new RecordSerde(run.settings));
        var dying = run.open(Clients.of(run.settings).transactional(run.topics.run() + ".site.mercy"));
        dying.initTransactions();
        dying.beginTransaction();
        var sent = dying.send(
                serde.record(run.topics.gradients(MERCY), "k", serde.codec().encode(gradient(MERCY, 0))));
        dying.flush();
        assertThat(sent).isDone();

        run.site(TestRun.ST_MARY).present(manifest(TestRun.ST_MARY, 0));
        assertThat(run.generator().gather()).containsExactly(new Arrival.Presented(manifest(TestRun.ST_MARY, 0), 0));
    }

    @Test
    void theJournalSaysWhenItNoLongerReachesBack() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of());
        long second = generator.commit(fold(1, Map.of()), List.of());
        run.settle();
        run.deleteRecordsBefore(run.topics.journal(), 2);
        String topic = run.topics.journal().name();

        assertThatThrownBy(() -> generator.replay(0, record -> {}))
                .isInstanceOf(LogLostException.class)
                .hasMessage("Topic " + topic + " holds offsets 2 to 4, but the snapshot goes on at 0. (ADG-124)");
        assertThatThrownBy(() -> generator.replay(77, record -> {}))
                .isInstanceOf(ReplayException.class)
                .hasMessage("Topic " + topic + " ends at offset 4, but the snapshot goes on at 77: the state folder or"
                        + " the topics are those of another run, or the topics have lost their end. Put the ones that"
                        + " belong together, or take the newest snapshots out of the state folder. (ADG-307)");
        assertThat(generator.replay(second, record -> {
                    throw new AssertionError("There is a record: " + record);
                }))
                .isEqualTo(4);
    }

    @Test
    void aGradientThatIsGoneIsSaidToBeLost() {
        SiteLink site = run.site(MERCY);
        for (int i = 0; i < 30; i++) {
            site.answer(gradient(MERCY, i), i + 1);
        }
        GeneratorLink generator = run.generator();
        assertThat(generator.read(MERCY, 58)).isEqualTo(gradient(MERCY, 29));
        assertThat(generator.read(MERCY, 4)).isEqualTo(gradient(MERCY, 2));
        run.deleteRecordsBefore(run.topics.gradients(MERCY), 10);

        String topic = run.topics.gradients(MERCY).name();
        assertThatThrownBy(() -> run.generator().read(MERCY, 4))
                .isInstanceOf(LogLostException.class)
                .hasMessage("Topic " + topic + " no longer holds the gradient at offset 4, which the journal names."
                        + " (ADG-124)");
        assertThatThrownBy(() -> generator.read(MERCY, 1000)).isInstanceOf(LogLostException.class);
        // At 5 lies the mark of a transaction, no record.
        assertThatThrownBy(() -> generator.read(MERCY, 11)).isInstanceOf(LogLostException.class);
        assertThat(generator.read(MERCY, 12)).isEqualTo(gradient(MERCY, 6));
    }

    /** Lost would mean a new incarnation, and all steps since the snapshot with it. */
    @Test
    void aSiteThatTheGeneratorWasNotToldOfIsASettingToMendAndNoLostLog() {
        run.site(TestRun.ST_MARY).answer(gradient(TestRun.ST_MARY, 0), 1);
        GeneratorLink ofMercyAlone = run.open(new GeneratorLink(run.settings, List.of(MERCY)));
        String said = "The journal of run " + run.topics.run() + " names site st-mary, but the setting sites names only"
                + " [mercy]. Name all sites that have ever taken part; nothing was changed. (ADG-127)";

        assertThatThrownBy(() -> ofMercyAlone.read(TestRun.ST_MARY, 0))
                .isInstanceOf(TransportException.class)
                .hasMessage(said);
        assertThatThrownBy(() -> ofMercyAlone.startAt(Map.of(MERCY, 0L, TestRun.ST_MARY, 1L)))
                .isInstanceOf(TransportException.class)
                .hasMessage(said);
    }

    @Test
    void aSiteWhoseBatchesAreGoneSaysSoOnlyIfItNeedsThem() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0), batch(MERCY, 1), batch(MERCY, 2)));
        SiteLink site = run.site(MERCY);
        site.startAt(0);
        atLeast(3, site::poll);
        site.answer(gradient(MERCY, 0), 1);
        run.deleteRecordsBefore(run.topics.synthetic(MERCY), 2);

        assertThatThrownBy(() -> site.startAt(0))
                .isInstanceOf(LogLostException.class)
                .hasMessage("Topic " + run.topics.synthetic(MERCY).name()
                        + " begins at offset 2, but the snapshot of site mercy goes on at 0 and answers up to 1 have been"
                        + " given. (ADG-124)");
        site.startAt(1);
        assertThat(atLeast(1, site::poll))
                .extracting(SiteInbox.Delivery::offset)
                .containsExactly(2L);
    }
}
