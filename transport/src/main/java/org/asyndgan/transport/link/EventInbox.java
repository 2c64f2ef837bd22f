package org.asyndgan.transport.link;

import java.util.Collection;
import java.util.List;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.log.TopicTail;
import org.asyndgan.transport.topic.Topics;

/**
 * {@code R.events} and every site's {@code R.events.S} from their starts on, for whoever watches a run.
 *
 * <p>What a site tells in another's name is left out. Events of one worker come in their order.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class EventInbox implements AutoCloseable {

    private final Resources resources = new Resources();
    private final TopicTail<AvroRunEvent, RunEvent> events;

    /**
     * Opens the inbox.
     *
     * @param sites whose events are of interest too
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public EventInbox(LinkSettings settings, Collection<SiteId> sites) {
        Topics topics = settings.topics();
        try {
            RecordSerde serde = resources.add(new RecordSerde(settings));
            events = resources.add(new TopicTail<>(
                    Clients.of(settings),
                    "events",
                    AvroRunEvent.class,
                    serde,
                    TopicTail.Source.ofEverybody(
                            topics.events(), serde.codec()::decode, sites, topics::events, serde.codec()::decode)));
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    /** What has been reported since the last call; empty if nothing has. What cannot be read is left out. */
    public List<RunEvent> poll() {
        return events.poll(unreadable -> {});
    }

    @Override
    public void close() {
        resources.close();
    }
}
