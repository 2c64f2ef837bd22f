package org.asyndgan.transport.link;

import java.util.Collection;
import java.util.List;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroDeadLetter;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.topic.Topics;

/**
 * {@code R.dead} and every site's {@code R.dead.S} from their starts on: the records of a run that were refused.
 *
 * <p>What a site writes in another's name is left out.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class DeadLetters implements AutoCloseable {

    private final Resources resources = new Resources();
    private final TopicTail<AvroDeadLetter, DeadLetter> deadLetters;

    /**
     * Opens the topics of dead letters.
     *
     * @param sites whose dead letters are of interest too
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public DeadLetters(LinkSettings settings, Collection<SiteId> sites) {
        Topics topics = settings.topics();
        try {
            RecordSerde serde = resources.add(new RecordSerde(settings));
            deadLetters = resources.add(new TopicTail<>(
                    settings,
                    "dead",
                    AvroDeadLetter.class,
                    serde,
                    TopicTail.Source.ofEverybody(
                            topics.dead(), serde.codec()::decode, sites, topics::dead, serde.codec()::decode)));
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    /** What has been refused since the last call; empty if nothing has. What cannot be read is left out. */
    public List<DeadLetter> poll() {
        return deadLetters.poll(unreadable -> {});
    }

    @Override
    public void close() {
        resources.close();
    }
}
