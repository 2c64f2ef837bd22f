package org.asyndgan.transport.link;

import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LossySender;
import org.asyndgan.transport.topic.Topic;

/**
 * Reports events to a worker's topic of events from a thread of its own.
 *
 * <p>No decision of a run depends on events: {@link #emit} never waits and never throws, and what cannot be sent is
 * counted and dropped. Thread-safe.
 */
public final class EventOutbox implements AutoCloseable {

    private static final int MOST_WAITING = 1000;

    private final LossySender<RunEvent> sender;

    /**
     * Starts the thread; connects to nothing before the first event.
     *
     * @param topic of events, the centre's or a site's
     * @param name of the worker, such as {@code generator}; for the broker's logs
     */
    public EventOutbox(LinkSettings settings, Topic topic, String name) {
        this.sender = new LossySender<>(
                settings,
                settings.run() + "." + name + "-events",
                "events",
                MOST_WAITING,
                (serde, event) -> serde.record(topic, null, serde.codec().encode(event)));
    }

    /** Reports an event, now or a little later or, where that is impossible, never. */
    public void emit(RunEvent event) {
        sender.send(event);
    }

    /** Events that could not be sent. */
    public long lost() {
        return sender.lost();
    }

    /** Sends what waits, for at most a few seconds. */
    @Override
    public void close() {
        sender.close();
    }
}
