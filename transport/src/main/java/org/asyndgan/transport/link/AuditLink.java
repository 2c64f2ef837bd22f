package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * A run's topics for whoever checks it: reads what was committed, writes nothing, fences nobody.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class AuditLink implements RunLog, AutoCloseable {

    private final Topics topics;
    private final String name;
    private final List<SiteId> sites;
    private final Resources resources = new Resources();
    private final RunLog log;

    /**
     * Opens the link.
     *
     * @param sites that the run was started with
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public AuditLink(LinkSettings settings, Collection<SiteId> sites) {
        this.topics = settings.topics();
        this.name = settings.run() + ".audit";
        this.sites = List.copyOf(sites);
        Clients clients = Clients.of(settings);
        try (LogReader reader = LogReader.of(clients, name + "-topics")) {
            reader.require(read().stream().map(Topic::name).toList());
            log = resources.add(new JournalReader(
                    clients, name, resources.add(new RecordSerde(settings)), this.sites, (record, decoded) -> {}));
        } catch (RuntimeException fault) {
            resources.close();
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
    public void masks(ObjLongConsumer<SharedMask> taker) {
        log.masks(taker);
    }

    @Override
    public long replay(long position, Consumer<FoldRecord> records) {
        return log.replay(position, records);
    }

    @Override
    public void remaining(Consumer<FoldRecord> records) {
        log.remaining(records);
    }

    @Override
    public SiteGradient read(SiteId site, long offset) {
        return log.read(site, offset);
    }

    @Override
    public void answers(SiteId site, long end, Consumer<Arrival> answers) {
        log.answers(site, end, answers);
    }

    @Override
    public void close() {
        resources.close();
    }
}
