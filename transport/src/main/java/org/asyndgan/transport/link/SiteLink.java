package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.core.site.SiteOutbox;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.Announcements;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.DeadLetterRecords;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.log.Transactions;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * A site's ends of the topics.
 *
 * <p>Opening it fences any other worker of the site. An answer and the position after its batch are one
 * transaction of the name {@code R.site.S}, which is the consumer group too.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class SiteLink implements SiteInbox, SiteOutbox, AutoCloseable {

    private final LinkSettings settings;
    private final Clients clients;
    private final SiteId site;
    private final Topic synthetic;
    private final Topic gradients;
    private final Topic masks;
    private final String name;
    private final TreeMap<Long, DeadLetter> refusable = new TreeMap<>();
    private final Resources resources = new Resources();
    private final RecordSerde serde;
    private final Transactions transactions;
    private final Announcements announcements;
    private final LogReader inbox;

    /**
     * Opens the link.
     *
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public SiteLink(LinkSettings settings, SiteId site) {
        Topics topics = settings.topics();
        this.settings = settings;
        this.site = site;
        this.synthetic = topics.synthetic(site);
        this.gradients = topics.gradients(site);
        this.masks = topics.masks(site);
        this.name = settings.run() + ".site." + site;
        this.clients = Clients.of(settings);
        try {
            serde = resources.add(new RecordSerde(settings));
            inbox = resources.add(LogReader.of(clients, name + "-inbox", name));
            inbox.require(topics.ofSite(site).stream().map(Topic::name).toList());
            transactions = resources.add(new Transactions(
                    clients,
                    name,
                    inbox.group(),
                    List.of(gradients.name(), topics.dead(site).name()),
                    List.of(synthetic.name()),
                    masks.name()));
            announcements = resources.add(new Announcements(clients, name + "-announcements"));
            inbox.assign(List.of(synthetic.name()));
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    /** @throws LogLostException if answered batches from this offset on, which a replay needs, are deleted */
    @Override
    public void startAt(long offset) {
        long start = inbox.start(synthetic.name());
        if (offset < start && offset < position()) {
            throw new LogLostException(
                    "ADG-124",
                    "Topic " + synthetic.name() + " begins at offset " + start
                            + ", but the snapshot of site " + site + " goes on at " + offset + " and answers up to "
                            + position()
                            + " have been given.");
        }
        refusable.clear();
        inbox.seek(synthetic.name(), Math.max(offset, start));
    }

    @Override
    public List<Delivery> poll() {
        List<Delivery> deliveries = new ArrayList<>();
        inbox.poll(record -> deliveries.add(delivery(record)));
        return deliveries;
    }

    private Delivery delivery(ConsumerRecord<String, byte[]> record) {
        var decoded = serde.read(synthetic, AvroSyntheticBatch.class, record, batch -> serde.codec()
                .decode(site, batch));
        if (decoded instanceof Decoded.Valid<SiteMessage> read) {
            refusable.put(
                    record.offset(),
                    DeadLetterRecords.about(record, Optional.of(site), new Decoded.Invalid<SiteMessage>("")));
            return read.value() instanceof EndOfRun end
                    ? new Ended(end, record.offset())
                    : new Drawn((SyntheticBatch) read.value(), record.offset());
        }
        DeadLetter letter = DeadLetterRecords.about(record, Optional.of(site), decoded);
        refusable.put(record.offset(), letter);
        return new Invalid(record.offset(), letter.why().reason());
    }

    @Override
    public long position() {
        return inbox.committed(List.of(synthetic.name())).getOrDefault(synthetic.name(), 0L);
    }

    @Override
    public void answer(SiteGradient gradient, long position) {
        commit(
                serde.record(
                        gradients, gradient.batch().toString(), serde.codec().encode(gradient)),
                position);
    }

    @Override
    public void refuse(Delivery record, Rejection why, long position) {
        DeadLetter letter = refusable.get(record.offset());
        if (letter == null) {
            throw new IllegalStateException("Record " + record.offset() + " of " + synthetic.name()
                    + " has been dealt with or was never handed out; only others can be refused");
        }
        commit(serde.record(settings.topics().dead(site), null, serde.codec().encode(letter.because(why))), position);
    }

    private void commit(ProducerRecord<String, byte[]> record, long position) {
        transactions.commit(List.of(record), Map.of(synthetic.name(), position));
        refusable.headMap(position).clear();
    }

    @Override
    public void present(SiteManifest manifest) {
        announcements.write(List.of(serde.record(
                settings.topics().sites(site), site.slug(), serde.codec().encode(manifest))));
    }

    /**
     * Publishes those masks that are not in the topic yet, or, before the first batch was dealt with, are there with other
     * labels.
     *
     * @throws TransportException ADG-128 if masks are there that the site no longer has, or has answered for with other labels
     */
    @Override
    public void share(List<SharedMask> shared) {
        Map<String, SharedMask> wanted = new HashMap<>();
        shared.forEach(mask -> wanted.put(mask.id(), mask));
        Map<String, SharedMask> there = shared();
        long gone =
                there.keySet().stream().filter(id -> !wanted.containsKey(id)).count();
        long changed = there.values().stream()
                .filter(mask -> wanted.containsKey(mask.id()) && !mask.equals(wanted.get(mask.id())))
                .count();
        if (gone > 0 || (changed > 0 && position() > 0)) {
            throw new TransportException(
                    Trouble.OTHER_MASKS_SHARED,
                    "Site " + site + " has shared " + there.size() + " masks in run " + settings.run()
                            + ", of which it has "
                            + (gone > 0 ? "lost " + gone : "changed " + changed)
                            + " since: what is drawn from them it could not judge. Restore its images and mask-secret in its"
                            + " state folder as they were, or let it join a new run.",
                    null);
        }
        announcements.write(shared.stream()
                .filter(mask -> !mask.equals(there.get(mask.id())))
                .map(mask -> serde.record(masks, mask.id(), serde.codec().encode(mask)))
                .toList());
    }

    /** What lies in the topic; the last record of an id is the one that counts. */
    private Map<String, SharedMask> shared() {
        Map<String, SharedMask> there = new HashMap<>();
        try (LogReader reader = LogReader.of(clients, name + "-masks")) {
            reader.assign(List.of(masks.name()));
            reader.seekToStart(List.of(masks.name()));
            reader.readToEnd(record -> {
                var decoded = serde.read(
                        masks, AvroMask.class, record, mask -> serde.codec().decode(site, mask));
                if (decoded instanceof Decoded.Valid<SharedMask> read) {
                    there.put(read.value().id(), read.value());
                }
            });
        }
        return there;
    }

    @Override
    public void close() {
        resources.close();
    }
}
