package org.asyndgan.transport.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroPreview;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * What a watcher of a run reads: journal, events of all workers, previews.
 *
 * <p>Records of one topic come in their order. What cannot be read, or what a site tells in another's name, is left out.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class WatchInbox implements AutoCloseable {

    private final Resources resources = new Resources();
    private final RecordSerde serde;
    private final LogReader reader;
    private final Map<String, Decoding> decodings = new LinkedHashMap<>();

    /**
     * Opens the inbox.
     *
     * @param sites whose events are read too
     * @param positions next offset by topic; topics without one are read from their start
     * @throws TransportException if the broker or a topic is missing, or refuses
     */
    public WatchInbox(LinkSettings settings, Collection<SiteId> sites, Map<String, Long> positions) {
        this.serde = resources.add(new RecordSerde(settings));
        Topics topics = settings.topics();
        read(topics.journal(), AvroFoldRecord.class, serde.codec()::decode);
        read(topics.events(), AvroRunEvent.class, serde.codec()::decode);
        sites.forEach(site -> read(topics.events(site), AvroRunEvent.class, (AvroRunEvent event) -> serde.codec()
                .decode(site, event)));
        read(topics.previews(), AvroPreview.class, serde.codec()::decode);
        try {
            this.reader = resources.add(LogReader.of(Clients.of(settings), settings.run() + ".watch"));
            reader.require(decodings.keySet());
            reader.assign(decodings.keySet());
            reader.seekToStart(decodings.keySet());
            positions.forEach((topic, offset) -> {
                if (decodings.containsKey(topic) && offset > reader.start(topic)) {
                    reader.seek(topic, offset);
                }
            });
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    private <A extends SpecificRecord, T> void read(Topic topic, Class<A> message, Function<A, Decoded<T>> decoding) {
        decodings.put(topic.name(), record -> serde.read(topic, message, record, decoding));
    }

    /** What has arrived since the last call; waits a moment if nothing has. */
    public List<Seen> poll() {
        List<Seen> all = new ArrayList<>();
        reader.poll(record -> {
            var decoded = decodings.get(record.topic()).of(record);
            if (decoded instanceof Decoded.Valid<?> read) {
                all.add(new Seen(
                        record.topic(), record.offset(), Instant.ofEpochMilli(record.timestamp()), read.value()));
            }
        });
        return all;
    }

    @Override
    public void close() {
        resources.close();
    }

    /**
     * One record.
     *
     * @param at when it was written, by the clock of its producer or broker
     * @param value a {@link org.asyndgan.core.protocol.FoldRecord}, {@link org.asyndgan.core.protocol.RunEvent} or
     *     {@link org.asyndgan.core.protocol.Preview}
     */
    public record Seen(String topic, long offset, Instant at, Object value) {}

    @FunctionalInterface
    private interface Decoding {
        Decoded<?> of(ConsumerRecord<String, byte[]> record);
    }
}
