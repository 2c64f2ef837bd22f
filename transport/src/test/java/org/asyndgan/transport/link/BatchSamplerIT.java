package org.asyndgan.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.asyndgan.transport.link.TestRun.MERCY;
import static org.asyndgan.transport.link.TestRun.ST_MARY;
import static org.asyndgan.transport.link.TestRun.batch;
import static org.asyndgan.transport.link.TestRun.endOfRun;
import static org.asyndgan.transport.link.TestRun.fold;
import static org.asyndgan.transport.link.TestRun.garbage;
import static org.asyndgan.transport.link.TestRun.mask;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.RunCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The newest batch of a site, found from the end of its topic, with the masks that it names. */
class BatchSamplerIT {

    private static final int LARGE = 1 << 20;

    private final TestRun run = new TestRun();

    @AfterEach
    void close() {
        run.close();
    }

    private BatchSampler sampler(List<SiteId> sites, int mostBytes, int mostImages) {
        return run.open(new BatchSampler(run.settings, sites, mostBytes, mostImages));
    }

    private void send(GeneratorLink generator, SiteId site, long... sequences) {
        for (long sequence : sequences) {
            generator.commit(fold(sequence, Map.of()), List.of(batch(site, sequence)));
        }
        run.settle();
    }

    @Test
    void takesTheNewestBatchWithItsMasksTurnedAsTheyWereUsed() {
        run.site(MERCY).share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1)));
        send(run.generator(), MERCY, 0, 1, 2);

        SampledBatch newest = sampler(List.of(MERCY), LARGE, 4).look().orElseThrow();

        assertThat(newest.id()).isEqualTo(new BatchId(MERCY, 2));
        assertThat(newest.size()).isEqualTo(2);
        assertThat(newest.images().get(0).mask()).contains(mask(MERCY, "m1", 0).labels());
        assertThat(newest.images().get(1).mask())
                .contains(new Dihedral(5).of(mask(MERCY, "m2", 1).labels()));
        assertThat(newest.images().get(1).image())
                .isEqualTo(batch(MERCY, 2).images().rows(1, 2).reshape(1, 4, 4));
    }

    @Test
    void saysNothingUntilSomethingNewIsSent() {
        run.site(MERCY).share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1)));
        BatchSampler sampler = sampler(List.of(MERCY), LARGE, 1);
        assertThat(sampler.look()).isEmpty();

        GeneratorLink generator = run.generator();
        send(generator, MERCY, 0);
        assertThat(sampler.look().orElseThrow().images()).hasSize(1);
        assertThat(sampler.look()).isEmpty();

        send(generator, MERCY, 1);
        assertThat(sampler.look().orElseThrow().id().sequence()).isEqualTo(1);
    }

    @Test
    void takesTheSitesInTurn() {
        GeneratorLink generator = run.generator();
        send(generator, MERCY, 0);
        send(generator, ST_MARY, 0);
        BatchSampler sampler = sampler(List.of(MERCY, ST_MARY), LARGE, 1);

        assertThat(List.of(sampler.look(), sampler.look()))
                .extracting(look -> look.orElseThrow().id().site())
                .containsExactly(MERCY, ST_MARY);
    }

    @Test
    void looksBeyondTheEndOfTheRunAndWhatCannotBeRead() {
        GeneratorLink generator = run.generator();
        send(generator, MERCY, 0);
        generator.commit(fold(1, Map.of()), List.of(endOfRun(MERCY, 1)));
        for (int i = 0; i < 5; i++) {
            run.write(run.topics.synthetic(MERCY), null, garbage());
        }
        run.settle();

        assertThat(sampler(List.of(MERCY), LARGE, 1).look().orElseThrow().id().sequence())
                .isZero();
    }

    @Test
    void leavesOutABatchOverTheBound() {
        send(run.generator(), MERCY, 0);

        assertThat(sampler(List.of(MERCY), 64, 1).look()).isEmpty();
    }

    @Test
    void findsAMaskThatIsSharedAgainOrLate() {
        SiteLink site = run.site(MERCY);
        site.share(List.of(mask(MERCY, "m1", 0)));
        GeneratorLink generator = run.generator();
        send(generator, MERCY, 0);
        BatchSampler sampler = sampler(List.of(MERCY), LARGE, 2);
        assertThat(sampler.look().orElseThrow().images())
                .extracting(image -> image.mask().isPresent())
                .containsExactly(true, false);

        site.share(List.of(mask(MERCY, "m1", 0), mask(MERCY, "m2", 1)));
        send(generator, MERCY, 1);
        assertThat(sampler.look().orElseThrow().images().get(1).mask()).isPresent();
    }

    /** As many as it remembers. */
    @Test
    void remembersNoKeysThatCanNameNoMask() {
        Map<String, Object> client =
                Map.of("bootstrap.servers", run.settings.broker().bootstrapServers());
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            String longer = "x".repeat(RunCodec.LONGEST_ID + 1);
            for (int i = 0; i < MaskPlaces.MOST; i++) {
                var unused = producer.send(
                        new ProducerRecord<>(run.topics.masks(MERCY).name(), 0, longer + i, garbage()));
            }
        }
        run.site(MERCY).share(List.of(mask(MERCY, "m1", 0)));
        send(run.generator(), MERCY, 0);

        assertThat(sampler(List.of(MERCY), LARGE, 1).look().orElseThrow().images())
                .allMatch(image -> image.mask().isPresent());
    }

    @Test
    void showsNoMaskOfAnotherSizeThanItsImage() {
        run.site(MERCY)
                .share(List.of(new SharedMask(MERCY, "m1", LabelMap.of(2, 4, 2, new byte[8])), mask(MERCY, "m2", 1)));
        send(run.generator(), MERCY, 0);

        assertThat(sampler(List.of(MERCY), LARGE, 2).look().orElseThrow().images())
                .extracting(image -> image.mask().map(LabelMap::height))
                .containsExactly(Optional.empty(), Optional.of(4));
    }

    @Test
    void refusesARunWithoutTheTopics() {
        assertThatThrownBy(() -> new BatchSampler(run.settings, List.of(new SiteId("unknown")), LARGE, 1))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("synthetic.unknown");
    }
}
