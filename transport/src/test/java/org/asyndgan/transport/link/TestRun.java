package org.asyndgan.transport.link;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.SharedStack;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;

/** A run of two sites with topics and schemas of its own on the shared broker; closes what was opened for it. */
final class TestRun implements AutoCloseable {

    static final SiteId MERCY = new SiteId("mercy");
    static final SiteId ST_MARY = new SiteId("st-mary");
    static final GeneratorVersion START = GeneratorVersion.INITIAL;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SETTLES = Duration.ofSeconds(5);

    final Topics topics =
            new Topics("t" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    final LinkSettings settings =
            new LinkSettings(topics, SharedStack.broker(), SharedStack.registry(), Dtype.UINT8, Dtype.FLOAT16, 1 << 20);
    private final Resources opened = new Resources();
    private final Admin admin = opened.add(
            Admin.create(Map.of("bootstrap.servers", settings.broker().bootstrapServers())));

    TestRun() {
        List<Topic> all = topics.all(List.of(MERCY, ST_MARY));
        try (var provisioner = new TopicProvisioner(settings.broker());
                var registry = new SchemaRegistry(settings.registry())) {
            provisioner.provision(
                    all, TopicSettings.replicated(1), new RecordSizes(2, 1, 4, 4, Dtype.UINT8, Dtype.FLOAT16, 2, 4));
            new SchemaProvisioner(registry).provision(all);
        }
    }

    GeneratorLink generator() {
        settle();
        return opened.add(new GeneratorLink(settings, List.of(MERCY, ST_MARY)));
    }

    SiteLink site(SiteId site) {
        settle();
        return opened.add(new SiteLink(settings, site));
    }

    <T extends AutoCloseable> T open(T link) {
        return opened.add(link);
    }

    /** What polls bring until enough has come, at least one poll more than needed to see what should not come. */
    static <T> List<T> until(Supplier<List<T>> poll, Predicate<List<T>> enough) {
        List<T> all = new ArrayList<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!enough.test(all)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Within " + LIMIT.toSeconds() + " s only this came: " + all);
            }
            all.addAll(poll.get());
        }
        all.addAll(poll.get());
        return all;
    }

    static <T> List<T> atLeast(int count, Supplier<List<T>> poll) {
        return until(poll, all -> all.size() >= count);
    }

    /** What comes within some polls, where nothing should. */
    static <T> List<T> few(Supplier<List<T>> poll) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.addAll(poll.get());
        }
        return all;
    }

    List<DeadLetter> deadLetters() {
        settle();
        return DeadLetters.newest(settings, 100).entries().stream()
                .map(DeadLetters.Entry::letter)
                .toList();
    }

    /** Any bytes, written by none of our own code. */
    void write(Topic topic, String key, byte[] value) {
        Map<String, Object> client =
                Map.of("bootstrap.servers", settings.broker().bootstrapServers());
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), 0, key, value)).get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * Waits until readers see what has been committed: a commit returns before the broker has marked its end in each
     * topic. What a dead writer left open ends the wait after a moment.
     */
    void settle() {
        long deadline = System.nanoTime() + SETTLES.toNanos();
        while (!ends(IsolationLevel.READ_COMMITTED).equals(ends(IsolationLevel.READ_UNCOMMITTED))
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
        topics.all(List.of(MERCY, ST_MARY))
                .forEach(topic -> newest.put(LogReader.partition(topic.name()), OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(newest, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** As retention does it. */
    void deleteRecordsBefore(Topic topic, long offset) {
        try {
            admin.deleteRecords(Map.of(LogReader.partition(topic.name()), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The bytes of a value as a link of another run or site would write them. */
    static byte[] bytes(LinkSettings writer, Topic topic, Object value) {
        try (var serde = new RecordSerde(writer)) {
            var message = value instanceof SiteGradient gradient
                    ? serde.codec().encode(gradient)
                    : serde.codec().encode((SyntheticBatch) value);
            return serde.record(topic, null, message).value();
        }
    }

    static SiteManifest manifest(SiteId site, long heartbeat) {
        return new SiteManifest(
                site, "session", SiteManifest.Presence.JOINED, 10, 2, 4, 4, 1, 2, "divided by 255", heartbeat);
    }

    static SharedMask mask(SiteId site, String id, int seed) {
        byte[] labels = new byte[16];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) ((i + seed) % 2);
        }
        return new SharedMask(site, id, LabelMap.adopt(4, 4, 2, labels));
    }

    /** Images whose values come through 8 bits unchanged. */
    static SyntheticBatch batch(SiteId site, long sequence) {
        float[] pixels = new float[32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i + sequence) % 2 == 0 ? 1 : -1;
        }
        return new SyntheticBatch(
                new BatchId(site, sequence),
                START,
                List.of(new MaskUse("m1", 0), new MaskUse("m2", 5)),
                FloatTensor.adopt(pixels, 2, 1, 4, 4));
    }

    static EndOfRun endOfRun(SiteId site, long sequence) {
        return new EndOfRun(new BatchId(site, sequence), START);
    }

    /** A gradient that comes through 16 bits unchanged. */
    static SiteGradient gradient(SiteId site, long sequence) {
        float[] values = new float[32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 16) * 0x1p-20f;
        }
        return new SiteGradient(
                new BatchId(site, sequence),
                START,
                FloatTensor.adopt(values, 2, 1, 4, 4),
                new SiteReport(0.7, 0.6, 0.5, 0.4, sequence + 1, 12));
    }

    static FoldRecord fold(long step, Map<SiteId, Long> positions, FoldRecord.Drop... drops) {
        return new FoldRecord(
                new GeneratorVersion(1, step),
                List.of(new FoldRecord.Fold(new BatchId(MERCY, step), 0, step, 0.5, step, 3.5)),
                List.of(drops),
                List.of(),
                List.of(new BatchId(MERCY, step + 1)),
                positions,
                2e-4,
                0xFFFF_FFFFL - step,
                false);
    }

    static SyntheticSample sample(int index, int count) {
        float[] pixels = new float[16];
        java.util.Arrays.fill(pixels, 1);
        return new SyntheticSample(
                1,
                1,
                START,
                "sample-" + index,
                index,
                count,
                mask(MERCY, "m", index).labels(),
                FloatTensor.adopt(pixels, 1, 4, 4));
    }

    static byte[] garbage() {
        return ByteBuffer.allocate(12).putInt(0xCAFEBABE).putLong(-1).array();
    }

    @Override
    public void close() {
        opened.close();
    }
}
