package org.asyndgan.transport.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroFoldRecord;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroSiteGradient;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.DeadLetterRecords;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/** What was written before: the journal, and the gradients that it names. Not thread-safe. */
final class JournalReader implements RunLog, AutoCloseable {

    private final Clients clients;
    private final Topics topics;
    private final String name;
    private final RecordSerde serde;
    private final Map<String, SiteId> siteOf = new TreeMap<>();
    private final LogReader singles;
    private final List<SiteId> sites;
    private final InvalidRecords invalid;

    /**
     * @param serde stays open when this is closed
     * @param invalid takes the records of a replay that hold none of this run's; if one of them did, the checksum of
     *     the next record would not match
     */
    JournalReader(Clients clients, String name, RecordSerde serde, List<SiteId> sites, InvalidRecords invalid) {
        this.clients = clients;
        this.topics = clients.settings().topics();
        this.name = name;
        this.serde = serde;
        this.sites = List.copyOf(sites);
        this.invalid = invalid;
        sites.forEach(site -> siteOf.put(topics.gradients(site).name(), site));
        this.singles = LogReader.ofSingles(clients, name + "-gradients");
        try {
            singles.assign(siteOf.keySet());
            singles.seekToStart(siteOf.keySet());
        } catch (RuntimeException fault) {
            singles.close();
            throw fault;
        }
    }

    Decoded<SiteGradient> gradient(SiteId site, ConsumerRecord<String, byte[]> record) {
        return serde.read(topics.gradients(site), AvroSiteGradient.class, record, gradient -> serde.codec()
                .decode(site, gradient));
    }

    /** @throws TransportException ADG-127 if the site was not named, ADG-123 if what lies there can no longer be read */
    @Override
    public SiteGradient read(SiteId site, long offset) {
        requireNamed(site);
        String topic = topics.gradients(site).name();
        ConsumerRecord<String, byte[]> record = singles.at(topic, offset)
                .orElseThrow(() -> new LogLostException(
                        "ADG-124",
                        "Topic " + topic + " no longer holds the gradient at offset " + offset
                                + ", which the journal names."));
        var decoded = gradient(site, record);
        if (decoded instanceof Decoded.Valid<SiteGradient> read) {
            return read.value();
        }
        throw new TransportException(
                Trouble.RECORD_SPOILT,
                "The gradient at offset " + offset + " of " + topic + ", which the journal names, "
                        + DeadLetterRecords.about(record, Optional.of(site), decoded)
                                .why()
                                .reason()
                        + ". Start with the settings and the program that the run was started with.",
                null);
    }

    /**
     * Insists that a site of the run is one that this reader was told of.
     *
     * @throws TransportException ADG-127 if not
     */
    void requireNamed(SiteId site) {
        if (!siteOf.containsKey(topics.gradients(site).name())) {
            throw new TransportException(
                    Trouble.SITE_NOT_NAMED,
                    "The journal of run " + topics.run() + " names site " + site + ", but the setting sites names only "
                            + siteOf.values() + ". Name all sites that have ever taken part; nothing was changed.",
                    null);
        }
    }

    @Override
    public void masks(ObjLongConsumer<SharedMask> taker) {
        for (SiteId site : sites) {
            Topic topic = topics.masks(site);
            try (LogReader reader = LogReader.of(clients, name + "-masks")) {
                reader.assign(List.of(topic.name()));
                reader.seekToStart(List.of(topic.name()));
                reader.readToEnd(record -> {
                    var decoded = serde.read(
                            topic, AvroMask.class, record, mask -> serde.codec().decode(site, mask));
                    if (decoded instanceof Decoded.Valid<SharedMask> read) {
                        taker.accept(read.value(), record.offset());
                    }
                });
            }
        }
    }

    @Override
    public long replay(long position, Consumer<FoldRecord> records) {
        return replay(position, records, invalid);
    }

    private long replay(long position, Consumer<FoldRecord> records, InvalidRecords invalid) {
        Topic journal = topics.journal();
        try (LogReader reader = LogReader.of(clients, name + "-journal")) {
            reader.assign(List.of(journal.name()));
            requireReachable(reader, journal.name(), position);
            reader.seek(journal.name(), position);
            reader.readToEnd(record -> {
                var decoded = serde.read(journal, AvroFoldRecord.class, record, serde.codec()::decode);
                if (decoded instanceof Decoded.Valid<FoldRecord> read) {
                    records.accept(read.value());
                } else {
                    invalid.take(record, decoded);
                }
            });
            return reader.position(journal.name());
        }
    }

    @Override
    public void remaining(Consumer<FoldRecord> records) {
        long start;
        try (LogReader reader = LogReader.of(clients, name + "-journal")) {
            start = reader.start(topics.journal().name());
        }
        replay(start, records, (record, decoded) -> {});
    }

    @Override
    public void answers(SiteId site, long end, Consumer<Arrival> answers) {
        String topic = topics.gradients(site).name();
        try (LogReader reader = LogReader.of(clients, name + "-answers")) {
            reader.assign(List.of(topic));
            reader.seekToStart(List.of(topic));
            reader.readToEnd(record -> {
                if (record.offset() < end) {
                    var decoded = gradient(site, record);
                    answers.accept(
                            decoded instanceof Decoded.Valid<SiteGradient> read
                                    ? new Arrival.Answer(read.value(), record.offset())
                                    : new Arrival.Invalid(
                                            site,
                                            record.offset(),
                                            DeadLetterRecords.about(record, Optional.of(site), decoded)
                                                    .why()
                                                    .reason()));
                }
            });
        }
    }

    private static void requireReachable(LogReader reader, String journal, long position) {
        long start = reader.start(journal);
        long end = reader.end(journal);
        if (position > end) {
            throw new ReplayException(
                    "ADG-307",
                    "Topic " + journal + " ends at offset " + end + ", but the snapshot goes on at " + position
                            + ": the state folder or the topics are those of another run, or the topics have lost their"
                            + " end. Put the ones that belong together, or take the newest snapshots out of the state"
                            + " folder.");
        }
        if (position < start) {
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
    interface InvalidRecords {
        void take(ConsumerRecord<String, byte[]> record, Decoded<?> decoded);
    }
}
