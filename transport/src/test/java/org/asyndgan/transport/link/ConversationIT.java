package org.asyndgan.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyndgan.transport.link.TestRun.MERCY;
import static org.asyndgan.transport.link.TestRun.ST_MARY;
import static org.asyndgan.transport.link.TestRun.atLeast;
import static org.asyndgan.transport.link.TestRun.batch;
import static org.asyndgan.transport.link.TestRun.few;
import static org.asyndgan.transport.link.TestRun.fold;
import static org.asyndgan.transport.link.TestRun.gradient;
import static org.asyndgan.transport.link.TestRun.manifest;
import static org.asyndgan.transport.link.TestRun.mask;
import static org.asyndgan.transport.link.TestRun.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.LogReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everybody says what is to be said in a run, and is heard. */
class ConversationIT {

    private final TestRun run = new TestRun();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void goesFromTheFirstManifestToTheReleasedSamples() {
        SiteLink site = run.site(MERCY);
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1)));
        site.present(manifest(MERCY, 0));

        GeneratorLink generator = run.generator();
        assertThat(generator.gather())
                .containsExactlyInAnyOrder(
                        new Arrival.Presented(manifest(MERCY, 0), 0),
                        new Arrival.Shared(mask(MERCY, "m1", 0), 0),
                        new Arrival.Shared(mask(MERCY, "m2", 1), 1));
        assertThat(generator.replay(0, record -> {})).isZero();
        generator.startAt(Map.of());
        long first = generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0), batch(MERCY, 1)));
        assertThat(first).isEqualTo(1);

        site.startAt(0);
        List<SiteInbox.Delivery> batches = atLeast(2, site::poll);
        assertThat(batches)
                .containsExactly(new SiteInbox.Drawn(batch(MERCY, 0), 0), new SiteInbox.Drawn(batch(MERCY, 1), 1));
        site.answer(gradient(MERCY, 0), 1);
        site.answer(gradient(MERCY, 1), 2);
        site.present(manifest(MERCY, 1));
        assertThat(site.position()).isEqualTo(2);

        // Each answer is followed by the mark of its transaction's end, at offsets 1 and 3.
        assertThat(atLeast(3, generator::poll))
                .containsExactlyInAnyOrder(
                        new Arrival.Presented(manifest(MERCY, 1), 1),
                        new Arrival.Answer(gradient(MERCY, 0), 0),
                        new Arrival.Answer(gradient(MERCY, 1), 2));
        FoldRecord folded = fold(1, Map.of(MERCY, 3L));
        long second = generator.commit(folded, List.of());
        run.settle();

        List<FoldRecord> replayed = new ArrayList<>();
        assertThat(generator.replay(0, replayed::add)).isGreaterThanOrEqualTo(second);
        assertThat(replayed).containsExactly(fold(0, Map.of()), folded);
        assertThat(generator.read(MERCY, 2)).isEqualTo(gradient(MERCY, 1));
        assertThat(generator.read(MERCY, 0)).isEqualTo(gradient(MERCY, 0));

        generator.release(List.of(sample(0, 2), sample(1, 2)));
        assertThat(atLeast(2, run.open(new SampleLink(run.settings))::poll))
                .containsExactly(sample(0, 2), sample(1, 2));
    }

    @Test
    void keepsEachSitesTopicsApart() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0), batch(ST_MARY, 0)));

        SiteLink stMary = run.site(ST_MARY);
        stMary.startAt(0);
        assertThat(atLeast(1, stMary::poll)).containsExactly(new SiteInbox.Drawn(batch(ST_MARY, 0), 0));
    }

    @Test
    void sharesOnlyWhatIsNotThereAlready() {
        SiteLink site = run.site(MERCY);
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 0)));
        run.settle();
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1), mask(MERCY, "m3", 0)));
        run.settle();
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1), mask(MERCY, "m3", 0)));

        List<SharedMask> shared = run.generator().gather().stream()
                .map(arrival -> ((Arrival.Shared) arrival).mask())
                .toList();
        assertThat(shared)
                .containsExactly(
                        mask(MERCY, "m1", 0), mask(MERCY, "m2", 0), mask(MERCY, "m2", 1), mask(MERCY, "m3", 0));
    }

    /** The generator goes on drawing from those it joined with; the site could not judge what comes of them. */
    @Test
    void refusesASiteThatHasLostOrChangedTheMasksThatItShared() {
        SiteLink site = run.site(MERCY);
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 0)));
        run.settle();

        assertThatThrownBy(() -> site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m3", 0))))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(
                        "has shared 2 masks in run " + run.settings.run() + ", of which it has lost 1 since")
                .hasMessageEndingWith("(ADG-128)");

        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(batch(MERCY, 0)));
        site.startAt(0);
        atLeast(1, site::poll);
        site.answer(gradient(MERCY, 0), 1);

        assertThatThrownBy(() -> site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1))))
                .hasMessageContaining("of which it has changed 1 since");
        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 0), mask(MERCY, "m3", 0)));
    }

    @Test
    void tellsASiteThatTheRunIsOver() {
        GeneratorLink generator = run.generator();
        generator.startAt(Map.of());
        generator.commit(fold(0, Map.of()), List.of(TestRun.endOfRun(MERCY, 7)));

        SiteLink site = run.site(MERCY);
        site.startAt(0);
        assertThat(atLeast(1, site::poll)).containsExactly(new SiteInbox.Ended(TestRun.endOfRun(MERCY, 7), 0));
    }

    @Test
    void releasesTwiceWithoutHarm() {
        GeneratorLink generator = run.generator();
        generator.release(List.of(sample(0, 2), sample(1, 2)));
        generator.release(List.of(sample(0, 2), sample(1, 2)));

        var collector = new org.asyndgan.core.segmentation.ReleaseCollector();
        assertThat(atLeast(4, run.open(new SampleLink(run.settings))::poll).stream()
                        .map(collector::add)
                        .flatMap(java.util.Optional::stream))
                .singleElement()
                .satisfies(release -> assertThat(release.pairs()).hasSize(2));
    }

    @Test
    void showsItsEvents() {
        RunEvent event = new RunEvent(
                "generator", Instant.ofEpochMilli(1234), "stepped", 3, Map.of("stepsPerSecond", 2.5), Map.of("a", "b"));
        EventOutbox outbox = run.open(new EventOutbox(run.settings, run.topics.events(), "generator"));
        outbox.emit(event);
        outbox.close();

        EventInbox inbox = run.open(new EventInbox(run.settings, List.of(MERCY)));
        assertThat(atLeast(1, inbox::poll)).containsExactly(event);
        assertThat(outbox.lost()).isZero();
        outbox.emit(event);
        assertThat(outbox.lost()).isOne();
        assertThat(few(inbox::poll)).isEmpty();
    }

    @Test
    void showsWhatEachSiteTellsOfItselfAndNotOfOthers() {
        RunEvent own = answered("site/mercy");
        for (RunEvent event : List.of(own, answered("site/st-mary"), answered("generator"))) {
            EventOutbox outbox = run.open(new EventOutbox(run.settings, run.topics.events(MERCY), "site-mercy"));
            outbox.emit(event);
            outbox.close();
        }

        EventInbox inbox = run.open(new EventInbox(run.settings, List.of(MERCY, ST_MARY)));
        assertThat(atLeast(1, inbox::poll)).containsExactly(own);
        assertThat(few(inbox::poll)).isEmpty();
    }

    private static RunEvent answered(String source) {
        return new RunEvent(source, Instant.ofEpochMilli(1234), "answered", 3, Map.of(), Map.of());
    }

    @Test
    void tellsToolsHowFarItHasRead() throws Exception {
        SiteLink site = run.site(MERCY);
        site.present(manifest(MERCY, 0));
        site.answer(gradient(MERCY, 0), 0);
        GeneratorLink generator = run.generator();
        generator.gather();
        generator.startAt(Map.of());
        atLeast(1, generator::poll);
        generator.commit(fold(0, Map.of()), List.of());

        Map<String, Object> client =
                Map.of("bootstrap.servers", run.settings.broker().bootstrapServers());
        try (var admin = org.apache.kafka.clients.admin.Admin.create(client)) {
            var offsets = admin.listConsumerGroupOffsets(run.topics.run() + ".generator")
                    .partitionsToOffsetAndMetadata()
                    .get();
            assertThat(offsets.get(LogReader.partition(run.topics.sites(MERCY).name()))
                            .offset())
                    .isEqualTo(1);
            assertThat(offsets.get(LogReader.partition(
                                    run.topics.gradients(MERCY).name()))
                            .offset())
                    .isBetween(1L, 2L);
        }
    }
}
