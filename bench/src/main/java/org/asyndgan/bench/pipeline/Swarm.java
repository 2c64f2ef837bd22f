package org.asyndgan.bench.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.AvroReader;
import org.asyndgan.transport.schema.AvroWriter;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.Topic;

/** Sites that answer at once, all on one thread: they decode what comes, and send a gradient that is always the same. */
final class Swarm implements Runnable, AutoCloseable {

    private static final int BATCH = Workload.Size.DEMO.batch();

    private static final int MASKS = 8;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final LinkSettings link;
    private final List<SiteId> sites;
    private final RunCodec codec;
    private final SchemaRegistry registry;
    private final AvroWriter writer;
    private final AvroReader<AvroSyntheticBatch> reader;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, SiteId> siteOf = new HashMap<>();
    private final FloatTensor gradient;
    private volatile boolean over;

    Swarm(LinkSettings link, List<SiteId> sites) {
        this.link = link;
        this.sites = sites;
        this.codec = new RunCodec(link.topics().run(), Dtype.UINT8, Dtype.FLOAT16);
        this.registry = new SchemaRegistry(link.registry());
        this.writer = new AvroWriter(registry);
        this.reader = new AvroReader<>(AvroSyntheticBatch.class, registry);
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", link.broker().bootstrapServers());
        client.put("isolation.level", "read_committed");
        client.put("compression.type", "zstd");
        this.producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
        sites.forEach(site -> siteOf.put(link.topics().synthetic(site).name(), site));
        List<TopicPartition> all = siteOf.keySet().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        this.gradient = noise();
    }

    private static FloatTensor noise() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[BATCH * Workload.SIDE * Workload.SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1e-4 * random.nextGaussian());
        }
        return FloatTensor.adopt(values, BATCH, 1, Workload.SIDE, Workload.SIDE);
    }

    /** Presents all sites and their masks. */
    void present() {
        for (SiteId site : sites) {
            for (int i = 0; i < MASKS; i++) {
                byte[] labels = new byte[Workload.SIDE * Workload.SIDE];
                labels[i] = 1;
                SharedMask mask =
                        new SharedMask(site, "m" + i, LabelMap.adopt(Workload.SIDE, Workload.SIDE, 2, labels));
                send(
                        link.topics().masks(site),
                        "m" + i,
                        writer.write(link.topics().masks(site), codec.encode(mask)));
            }
            SiteManifest manifest = new SiteManifest(
                    site,
                    "swarm",
                    SiteManifest.Presence.JOINED,
                    MASKS,
                    MASKS,
                    Workload.SIDE,
                    Workload.SIDE,
                    1,
                    Workload.CLASSES,
                    "none",
                    0);
            send(
                    link.topics().sites(site),
                    site.slug(),
                    writer.write(link.topics().sites(site), codec.encode(manifest)));
        }
        producer.flush();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What is not written is missed by the run, which then stands still.
    private void send(Topic topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), 0, key, value));
    }

    @Override
    public void run() {
        while (!over) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(MOMENT)) {
                answer(record);
            }
        }
        consumer.close();
    }

    private void answer(ConsumerRecord<String, byte[]> record) {
        SiteId site = siteOf.get(record.topic());
        Decoded<SiteMessage> decoded =
                reader.read(link.topics().synthetic(site), record.value()).then(message -> codec.decode(site, message));
        if (decoded instanceof Decoded.Valid<SiteMessage> valid && valid.value() instanceof SyntheticBatch batch) {
            SiteGradient answer =
                    new SiteGradient(batch.id(), batch.drawnBy(), gradient, new SiteReport(0, 0, 0.5, 0.5, 1, 0));
            send(
                    link.topics().gradients(site),
                    batch.id().toString(),
                    writer.write(link.topics().gradients(site), codec.encode(answer)));
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            producer.close(Duration.ofSeconds(5));
        } catch (KafkaException late) {
            // The measurement is over.
        }
        reader.close();
        writer.close();
        registry.close();
    }
}
