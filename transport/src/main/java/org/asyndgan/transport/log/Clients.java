package org.asyndgan.transport.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.asyndgan.transport.MonotonicClock;

/** Kafka's clients, set as exactly-once delivery needs them. */
public final class Clients {

    /** Room for what a request carries beside the value of a record. */
    private static final int REQUEST_OVERHEAD_BYTES = 64 << 10;

    /** Long enough for a broker to be restarted; then the worker starts again, which costs it a replay. */
    private static final int DELIVERY_MILLIS = 90_000;

    private static final int TRANSACTION_MILLIS = 240_000;

    /** For what a transaction takes beside the delivery of its records. */
    private static final int COMMIT_MILLIS = 60_000;

    private static final int FETCH_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 32 << 20;

    /** Decoded values that one poll may hold in memory, roughly. */
    private static final long POLL_BYTES = 64 << 20;

    private static final int DECODED_GROWTH = 4;

    /** Records that one poll hands over at most, if they are small. */
    static final int MOST_POLLED = 500;

    private final LinkSettings settings;
    private final MonotonicClock clock;

    Clients(LinkSettings settings, MonotonicClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** With the clock of this process. */
    public static Clients of(LinkSettings settings) {
        return new Clients(settings, MonotonicClock.SYSTEM);
    }

    public LinkSettings settings() {
        return settings;
    }

    MonotonicClock clock() {
        return clock;
    }

    /** @param group to look up committed offsets in; it never gets a member */
    Consumer<String, byte[]> consumer(String name, Optional<String> group, int mostPolled) {
        Map<String, Object> properties = shared(name);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "none");
        properties.put("allow.auto.create.topics", false);
        group.ifPresent(id -> properties.put("group.id", id));
        properties.put("max.partition.fetch.bytes", Math.max(FETCH_BYTES, settings.maxRecordBytes()));
        properties.put("max.poll.records", (int)
                Math.max(1, Math.min(mostPolled, POLL_BYTES / DECODED_GROWTH / settings.maxRecordBytes())));
        return made(() -> new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
    }

    /** Writes in transactions; whoever opens a second one under the same id shuts out the first. */
    public Producer<String, byte[]> transactional(String id) {
        Map<String, Object> properties = inTransactions(id);
        return made(() -> new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()));
    }

    /** The settings of who does. */
    Map<String, Object> inTransactions(String id) {
        Map<String, Object> properties = producing(id);
        properties.put("transactional.id", id);
        // Longer than a write can take, or the broker could give up a transaction whose writer still tries.
        properties.put("transaction.timeout.ms", (int)
                Math.min(Integer.MAX_VALUE, Math.max(TRANSACTION_MILLIS, deliveryMillis(properties) + COMMIT_MILLIS)));
        return properties;
    }

    /** The client itself refuses what is no number. */
    private static long deliveryMillis(Map<String, Object> properties) {
        try {
            return Long.parseLong(
                    properties.get("delivery.timeout.ms").toString().trim());
        } catch (NumberFormatException noNumber) {
            return DELIVERY_MILLIS;
        }
    }

    /** Writes outside transactions, so that a writer that dies never holds up the readers of a shared topic. */
    Producer<String, byte[]> plain(String name) {
        Map<String, Object> properties = producing(name);
        return made(() -> new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()));
    }

    /** Asks about topics, groups and transactions. */
    Admin admin(String name) {
        return made(() -> Admin.create(shared(name)));
    }

    private Map<String, Object> producing(String name) {
        Map<String, Object> properties = shared(name);
        int request = settings.maxRecordBytes() + REQUEST_OVERHEAD_BYTES;
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("max.request.size", request);
        properties.putIfAbsent("compression.type", "zstd");
        properties.putIfAbsent("linger.ms", 0);
        properties.putIfAbsent("buffer.memory", Math.max(BUFFER_BYTES, 4L * request));
        properties.putIfAbsent("max.block.ms", timeoutMillis());
        properties.putIfAbsent("delivery.timeout.ms", Math.max(DELIVERY_MILLIS, 2 * timeoutMillis()));
        return properties;
    }

    private Map<String, Object> shared(String name) {
        Map<String, Object> properties = new HashMap<>(settings.broker().client());
        properties.put("bootstrap.servers", settings.broker().bootstrapServers());
        properties.put("client.id", name);
        properties.putIfAbsent("default.api.timeout.ms", timeoutMillis());
        properties.putIfAbsent("request.timeout.ms", timeoutMillis());
        properties.putIfAbsent("enable.metrics.push", false);
        return properties;
    }

    private int timeoutMillis() {
        return Math.toIntExact(settings.broker().timeout().toMillis());
    }

    private <T> T made(Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException fault) {
            throw Faults.of(fault, settings, "connecting");
        }
    }
}
