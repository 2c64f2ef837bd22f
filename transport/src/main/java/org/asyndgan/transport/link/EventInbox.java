package org.asyndgan.transport.link;

import java.util.List;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.transport.TransportException;

/**
 * {@code R.events} from its start on, for whoever watches a run.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class EventInbox implements AutoCloseable {

    private final Closing parts = new Closing();
    private final TopicTail<org.asyndgan.schemas.RunEvent, RunEvent> events;

    /** @throws TransportException if broker or topic is not there, or refuses */
    public EventInbox(LinkSettings settings) {
        try {
            Wire wire = parts.add(new Wire(settings));
            events = parts.add(new TopicTail<>(
                    settings,
                    settings.topics().events(),
                    org.asyndgan.schemas.RunEvent.class,
                    wire,
                    wire.codec()::decode));
        } catch (RuntimeException fault) {
            parts.close();
            throw fault;
        }
    }

    /** What has been reported since the last call; empty if nothing has. What cannot be read is left out. */
    public List<RunEvent> poll() {
        return events.poll(unreadable -> {});
    }

    @Override
    public void close() {
        parts.close();
    }
}
