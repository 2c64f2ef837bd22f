package org.asyndgan.transport.link;

import org.asyndgan.core.protocol.Preview;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LossySender;

/**
 * Publishes probe images from a thread of its own.
 *
 * <p>No decision of a run depends on previews: {@link #publish} never waits and never throws, and what cannot be sent is
 * counted and dropped. Thread-safe.
 */
public final class PreviewOutbox implements AutoCloseable {

    /** Some steps' worth of probes. */
    private static final int MOST_WAITING = 4 * Preview.MOST;

    private final LossySender<Preview> sender;

    /** Starts the thread; connects to nothing before the first preview. */
    public PreviewOutbox(LinkSettings settings) {
        var topic = settings.topics().previews();
        this.sender = new LossySender<>(
                settings,
                settings.run() + ".generator-previews",
                "previews",
                MOST_WAITING,
                (serde, preview) ->
                        serde.record(topic, preview.key(), serde.codec().encode(preview)));
    }

    /** Publishes a preview, now or a little later or, where that is impossible, never. */
    public void publish(Preview preview) {
        sender.send(preview);
    }

    /** Previews that could not be sent. */
    public long lost() {
        return sender.lost();
    }

    /** Sends what waits, for at most a few seconds. */
    @Override
    public void close() {
        sender.close();
    }
}
