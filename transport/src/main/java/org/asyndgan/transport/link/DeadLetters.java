package org.asyndgan.transport.link;

import java.util.List;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.DeadLetter;

/**
 * {@code R.dead} from its start on: the records of a run that were refused.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class DeadLetters implements AutoCloseable {

    private final Closing parts = new Closing();
    private final TopicTail<org.asyndgan.schemas.DeadLetter, DeadLetter> letters;

    /** @throws TransportException if broker or topic is not there, or refuses */
    public DeadLetters(LinkSettings settings) {
        try {
            Wire wire = parts.add(new Wire(settings));
            letters = parts.add(new TopicTail<>(
                    settings,
                    settings.topics().dead(),
                    org.asyndgan.schemas.DeadLetter.class,
                    wire,
                    wire.codec()::decode));
        } catch (RuntimeException fault) {
            parts.close();
            throw fault;
        }
    }

    /** What has been refused since the last call; empty if nothing has. What cannot be read is left out. */
    public List<DeadLetter> poll() {
        return letters.poll(unreadable -> {});
    }

    @Override
    public void close() {
        parts.close();
    }
}
