package org.asyndgan.transport.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.generator.LogLostException;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/** What was written before: the journal, and the gradients that it names. Not thread-safe. */
final class JournalReader implements AutoCloseable {

    private final LinkSettings settings;
    private final Topics topics;
    private final String name;
    private final RecordSerde serde;
    private final Map<String, SiteId> siteOf = new TreeMap<>();
    private final LogReader singles;

    /** @param serde stays open when this is closed */
    JournalReader(LinkSettings settings, String name, RecordSerde serde, List<SiteId> sites) {
        this.settings = settings;
        this.topics = settings.topics();
        this.name = name;
        this.serde = serde;
        sites.forEach(site -> siteOf.put(topics.gradients(site).name(), site));
        this.singles = LogReader.ofSingles(settings, name + "-archive");
        try {
            singles.assign(siteOf.keySet());
            singles.seekToStart(siteOf.keySet());
        } catch (RuntimeException fault) {
            singles.close();
            throw fault;
        }
    }

    RecordSerde.Outcome<SiteGradient> gradient(SiteId site, ConsumerRecord<String, byte[]> record) {
        return serde.read(
                topics.gradients(site), org.asyndgan.schemas.SiteGradient.class, record, gradient -> serde.codec()
                        .decode(site, gradient));
    }

    /** @throws LogLostException if it is not there (any more) */
    SiteGradient read(SiteId site, long offset) {
        String topic = topics.gradients(site).name();
        if (!siteOf.containsKey(topic)) {
            throw new LogLostException(
                    "ADG-124",
                    "The journal names site " + site
                            + ", which this generator was not told of. Name all sites that the run was started with.");
        }
        ConsumerRecord<String, byte[]> record = singles.at(topic, offset)
                .orElseThrow(() -> new LogLostException(
                        "ADG-124",
                        "Topic " + topic + " no longer holds the gradient at offset " + offset
                                + ", which the journal names."));
        var outcome = gradient(site, record);
        if (outcome instanceof RecordSerde.Outcome.Read<SiteGradient> read) {
            return read.value();
        }
        throw new TransportException(
                Trouble.RECORD_SPOILT,
                "The gradient at offset " + offset + " of " + topic + ", which the journal names, "
                        + DeadLetterRecords.about(record, Optional.of(site), outcome)
                                .reason()
                        + ". Start with the settings and the program that the run was started with.",
                null);
    }

    /**
     * Hands over the journal from a position on.
     *
     * @param strangers takes the records that are none of ours; were one of them ours, the checksum of the next would
     *     tell
     * @return position after the last record
     * @throws LogLostException if the journal no longer reaches back
     */
    long replay(long position, Consumer<FoldRecord> records, Strangers strangers) {
        Topic journal = topics.journal();
        try (LogReader reader = LogReader.of(settings, name + "-journal")) {
            reader.assign(List.of(journal.name()));
            requireReachable(reader, journal.name(), position);
            reader.seek(journal.name(), position);
            reader.readToEnd(record -> {
                var outcome = serde.read(journal, org.asyndgan.schemas.FoldRecord.class, record, serde.codec()::decode);
                if (outcome instanceof RecordSerde.Outcome.Read<FoldRecord> read) {
                    records.accept(read.value());
                } else {
                    strangers.take(record, outcome);
                }
            });
            return reader.position(journal.name());
        }
    }

    /** Hands over what the journal still holds. */
    void remaining(Consumer<FoldRecord> records) {
        long start;
        try (LogReader reader = LogReader.of(settings, name + "-journal")) {
            start = reader.start(topics.journal().name());
        }
        replay(start, records, (record, outcome) -> {});
    }

    private static void requireReachable(LogReader reader, String journal, long position) {
        long start = reader.start(journal);
        long end = reader.end(journal);
        if (position < start || position > end) {
            throw new LogLostException(
                    "ADG-124",
                    "Topic " + journal + " holds offsets " + start + " to " + end + ", but the snapshot goes on at "
                            + position + ".");
        }
    }

    @Override
    public void close() {
        singles.close();
    }

    /** Takes records that hold nothing of this run. */
    @FunctionalInterface
    interface Strangers {
        void take(ConsumerRecord<String, byte[]> record, RecordSerde.Outcome<?> outcome);
    }
}
