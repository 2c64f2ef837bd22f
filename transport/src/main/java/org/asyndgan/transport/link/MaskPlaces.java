package org.asyndgan.transport.link;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;

/**
 * Finds masks of one site by their id, and remembers where they lie rather than what they show.
 *
 * <p>Of a site with more than {@value #MOST} masks the first are known. Not thread-safe; it shares its reader.
 */
final class MaskPlaces {

    static final int MOST = 10_000;

    private final LogReader reader;
    private final RecordSerde serde;
    private final Topic topic;
    private final SiteId site;
    private final Map<String, Long> offsets = new HashMap<>();
    private long next;

    /** @param reader of one record at a time */
    MaskPlaces(LogReader reader, RecordSerde serde, Topic topic, SiteId site) {
        this.reader = reader;
        this.serde = serde;
        this.topic = topic;
        this.site = site;
    }

    /** @return masks by id; those that are not there are missing */
    Map<String, LabelMap> find(Collection<String> ids) {
        reader.assign(List.of(topic.name()));
        if (!offsets.keySet().containsAll(ids)) {
            readOn();
        }
        Map<String, LabelMap> found = new HashMap<>();
        for (String id : ids) {
            Optional.ofNullable(offsets.get(id))
                    .flatMap(this::at)
                    .filter(mask -> mask.id().equals(id))
                    .ifPresentOrElse(mask -> found.put(id, mask.labels()), () -> offsets.remove(id));
        }
        return found;
    }

    private void readOn() {
        if (offsets.size() >= MOST) {
            return;
        }
        reader.seek(topic.name(), Math.max(next, reader.start(topic.name())));
        reader.readToEnd(record -> {
            if (isId(record.key()) && (offsets.size() < MOST || offsets.containsKey(record.key()))) {
                offsets.put(record.key(), record.offset());
            }
        });
        next = reader.position(topic.name());
    }

    /** Keys of other lengths can name no mask, and would fill the memory. */
    private static boolean isId(String key) {
        return key != null && key.length() <= RunCodec.LONGEST_ID;
    }

    private Optional<SharedMask> at(long offset) {
        reader.seek(topic.name(), offset);
        return reader.at(topic.name(), offset).flatMap(this::read);
    }

    private Optional<SharedMask> read(ConsumerRecord<String, byte[]> record) {
        var decoded =
                serde.read(topic, AvroMask.class, record, mask -> serde.codec().decode(site, mask));
        return decoded instanceof Decoded.Valid<SharedMask> valid ? Optional.of(valid.value()) : Optional.empty();
    }
}
