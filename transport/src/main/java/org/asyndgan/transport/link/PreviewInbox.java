package org.asyndgan.transport.link;

import java.util.List;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.schemas.AvroPreview;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.log.TopicTail;

/**
 * {@code R.previews} from its start on, for whoever watches a run.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class PreviewInbox implements AutoCloseable {

    private final Resources resources = new Resources();
    private final TopicTail<AvroPreview, Preview> previews;

    /**
     * Opens the inbox.
     *
     * @throws TransportException if broker or topic is not there, or refuses
     */
    public PreviewInbox(LinkSettings settings) {
        try {
            RecordSerde serde = resources.add(new RecordSerde(settings));
            previews = resources.add(new TopicTail<>(
                    Clients.of(settings),
                    "previews",
                    AvroPreview.class,
                    serde,
                    List.of(new TopicTail.Source<>(settings.topics().previews(), serde.codec()::decode))));
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    /** What has been drawn since the last call; empty if nothing has. What cannot be read is left out. */
    public List<Preview> poll() {
        return previews.poll(unreadable -> {});
    }

    @Override
    public void close() {
        resources.close();
    }
}
