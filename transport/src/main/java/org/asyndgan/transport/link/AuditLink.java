package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.Mask;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * A run's topics for whoever checks it: reads what was committed, writes nothing, shuts nobody out.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class AuditLink implements RunLog, AutoCloseable {

    private final LinkSettings settings;
    private final Topics topics;
    private final String name;
    private final List<SiteId> sites;
    private final Closing parts = new Closing();
    private final RecordSerde serde;
    private final JournalReader journalReader;

    /**
     * Opens the link.
     *
     * @param sites that the run was started with
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public AuditLink(LinkSettings settings, Collection<SiteId> sites) {
        this.settings = settings;
        this.topics = settings.topics();
        this.name = settings.run() + ".audit";
        this.sites = List.copyOf(sites);
        try (LogReader reader = LogReader.of(settings, name + "-topics")) {
            reader.require(read().stream().map(Topic::name).toList());
            serde = parts.add(new RecordSerde(settings));
            journalReader = parts.add(new JournalReader(settings, name, serde, this.sites));
        } catch (RuntimeException fault) {
            parts.close();
            throw fault;
        }
    }

    private List<Topic> read() {
        List<Topic> read = new ArrayList<>(List.of(topics.journal()));
        for (SiteId site : sites) {
            read.add(topics.masks(site));
            read.add(topics.gradients(site));
        }
        return read;
    }

    @Override
    public List<SharedMask> masks() {
        List<SharedMask> masks = new ArrayList<>();
        for (SiteId site : sites) {
            Topic topic = topics.masks(site);
            try (LogReader reader = LogReader.of(settings, name + "-masks")) {
                reader.assign(List.of(topic.name()));
                reader.seekToStart(List.of(topic.name()));
                reader.readToEnd(record -> {
                    var outcome = serde.read(
                            topic, Mask.class, record, mask -> serde.codec().decode(site, mask));
                    if (outcome instanceof RecordSerde.Outcome.Read<SharedMask> read) {
                        masks.add(read.value());
                    }
                });
            }
        }
        return masks;
    }

    @Override
    public SiteGradient read(SiteId site, long offset) {
        return journalReader.read(site, offset);
    }

    @Override
    public void replay(long position, Consumer<FoldRecord> records) {
        journalReader.replay(position, records, (record, outcome) -> {});
    }

    @Override
    public void answers(SiteId site, long end, Consumer<Arrival> answers) {
        String topic = topics.gradients(site).name();
        try (LogReader reader = LogReader.of(settings, name + "-answers")) {
            reader.assign(List.of(topic));
            reader.seekToStart(List.of(topic));
            reader.readToEnd(record -> {
                if (record.offset() < end) {
                    var outcome = journalReader.gradient(site, record);
                    answers.accept(
                            outcome instanceof RecordSerde.Outcome.Read<SiteGradient> read
                                    ? new Arrival.Answer(read.value(), record.offset())
                                    : new Arrival.Unreadable(
                                            site,
                                            record.offset(),
                                            DeadLetterRecords.about(record, java.util.Optional.of(site), outcome)
                                                    .reason()));
                }
            });
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
