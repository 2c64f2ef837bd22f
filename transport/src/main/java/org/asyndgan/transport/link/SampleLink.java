package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.SampleInbox;
import org.asyndgan.schemas.AvroSyntheticSample;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.Announcements;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.log.TopicTail;

/**
 * The segmentation trainer's end of {@code R.samples}, read from its start on.
 *
 * <p>Any number of trainers may read a run; each keeps its own place. A record that cannot be read goes to {@code
 * R.dead}, once a start of a trainer. For one thread. After a {@link TransportException} it must be closed.
 */
public final class SampleLink implements SampleInbox, AutoCloseable {

    private final LinkSettings settings;
    private final Resources resources = new Resources();
    private final RecordSerde serde;
    private final Announcements announcements;
    private final TopicTail<AvroSyntheticSample, SyntheticSample> samples;

    /** @throws TransportException if broker or topic is not there, or refuses */
    public SampleLink(LinkSettings settings) {
        this.settings = settings;
        Clients clients = Clients.of(settings);
        try {
            serde = resources.add(new RecordSerde(settings));
            announcements = resources.add(new Announcements(clients, settings.run() + ".segmenter"));
            samples = resources.add(new TopicTail<>(
                    clients,
                    "samples",
                    AvroSyntheticSample.class,
                    serde,
                    List.of(new TopicTail.Source<>(settings.topics().samples(), serde.codec()::decode))));
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    @Override
    public List<SyntheticSample> poll() {
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<SyntheticSample> arrived = samples.poll(deadLetters::add);
        announcements.write(deadLetters.stream()
                .map(letter -> serde.record(
                        settings.topics().dead(), null, serde.codec().encode(letter)))
                .toList());
        return arrived;
    }

    @Override
    public void close() {
        resources.close();
    }
}
