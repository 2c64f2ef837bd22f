package org.asyndgan.transport.link;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;

/**
 * The newest records of {@code R.dead} and of every site's {@code R.dead.S}: what was refused in a run.
 *
 * @param entries oldest first
 * @param invalid records in these topics that hold no dead letter, or one in another site's name; they are left out
 */
public record DeadLetters(List<Entry> entries, int invalid) {

    /** @param at when it was written, as Kafka has it */
    public record Entry(Instant at, DeadLetter letter) {}

    public DeadLetters {
        entries = List.copyOf(entries);
    }

    /** Longer than any dead letter of our own; a site could write longer ones into its topic. */
    private static final int LONGEST = 128 << 10;

    /**
     * Reads what is there now.
     *
     * @param most to hand over, 1 or more; of each topic no more than these are held in memory at once
     * @throws TransportException if broker, registry or the topic {@code R.dead} is not there, or refuses
     */
    public static DeadLetters newest(LinkSettings settings, int most) {
        List<Entry> entries = new ArrayList<>();
        int invalid = 0;
        try (RecordSerde serde = new RecordSerde(settings);
                LogReader reader = LogReader.of(Clients.of(settings), settings.run() + ".dead-letters")) {
            reader.require(List.of(settings.topics().dead().name()));
            for (Source source : sources(settings, serde, reader)) {
                for (Optional<Entry> entry : newest(reader, source, serde, most)) {
                    entry.ifPresent(entries::add);
                    invalid += entry.isPresent() ? 0 : 1;
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::at));
        return new DeadLetters(entries.subList(Math.max(0, entries.size() - most), entries.size()), invalid);
    }

    /** The centre's topic and those of the sites that have one; whoever looks need not name the sites. */
    private static List<Source> sources(LinkSettings settings, RecordSerde serde, LogReader reader) {
        Topic centre = settings.topics().dead();
        List<Source> all = new ArrayList<>();
        all.add(new Source(centre, serde.codec()::decode));
        for (SiteId site : settings.topics().sitesAmong(reader.topics())) {
            all.add(new Source(
                    settings.topics().dead(site), letter -> serde.codec().decode(site, letter)));
        }
        return all;
    }

    /** Markers of transactions take offsets too, so how far back the records begin has to be tried. */
    private static Deque<Optional<Entry>> newest(LogReader reader, Source source, RecordSerde serde, int most) {
        String topic = source.topic().name();
        reader.assign(List.of(topic));
        long start = reader.start(topic);
        long end = reader.end(topic);
        Deque<Optional<Entry>> newest = new ArrayDeque<>();
        long from = end;
        for (long back = 2L * most; newest.size() < most && from > start; back *= 2) {
            newest.clear();
            from = Math.max(start, end - back);
            reader.seek(topic, from);
            reader.readToEnd(record -> {
                newest.add(entry(source, serde, record));
                if (newest.size() > most) {
                    newest.remove();
                }
            });
        }
        return newest;
    }

    private static Optional<Entry> entry(Source source, RecordSerde serde, ConsumerRecord<String, byte[]> record) {
        boolean isOurs = RecordSerde.bytes(record) <= LONGEST;
        return isOurs
                        && serde.read(source.topic(), AvroDeadLetter.class, record, source.decoding())
                                instanceof Decoded.Valid<DeadLetter> valid
                ? Optional.of(new Entry(Instant.ofEpochMilli(record.timestamp()), valid.value()))
                : Optional.empty();
    }

    private record Source(Topic topic, Function<AvroDeadLetter, Decoded<DeadLetter>> decoding) {}
}
