package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.GeneratorInbox;
import org.asyndgan.core.generator.GeneratorOutbox;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.DeadLetterRecords;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.log.Transactions;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * The generator's ends of the topics.
 *
 * <p>Opening it fences any other generator of the run. A record that cannot be read goes to {@code R.dead}
 * once: how far each topic has been looked at is kept as offsets of the group {@code R.generator}, which also
 * shows tools the lag. What decides a step are the positions in the journal alone.
 *
 * <p>For one thread. After a {@link TransportException} it must be closed.
 */
public final class GeneratorLink implements GeneratorInbox, GeneratorOutbox, RunLog, AutoCloseable {

    private final Topics topics;
    private final String name;
    private final Map<String, SiteId> siteOf = new TreeMap<>();
    private final List<String> announcementTopics = new ArrayList<>();
    private final List<String> gradientTopics = new ArrayList<>();
    private final Map<SiteId, DeadLetter> refusable = new HashMap<>();
    private final Map<String, TreeMap<Long, Integer>> handedOut = new HashMap<>();
    private final Resources resources = new Resources();
    private final RecordSerde serde;
    private final Transactions transactions;
    private final LogReader inbox;
    private final JournalReader journalReader;
    private final Map<String, Long> examined;

    /**
     * Opens the link.
     *
     * @param sites that may take part; what others say is refused
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public GeneratorLink(LinkSettings settings, Collection<SiteId> sites) {
        this.topics = settings.topics();
        this.name = settings.run() + ".generator";
        for (SiteId site : sites) {
            siteOf.put(topics.sites(site).name(), site);
            siteOf.put(topics.masks(site).name(), site);
            siteOf.put(topics.gradients(site).name(), site);
            announcementTopics.add(topics.sites(site).name());
            announcementTopics.add(topics.masks(site).name());
            gradientTopics.add(topics.gradients(site).name());
        }
        Clients clients = Clients.of(settings);
        try {
            serde = resources.add(new RecordSerde(settings));
            inbox = resources.add(LogReader.of(clients, name + "-inbox", name));
            inbox.require(topics.ofGenerator(sites).stream().map(Topic::name).toList());
            transactions = resources.add(new Transactions(
                    clients,
                    name,
                    inbox.group(),
                    writtenTopics(sites),
                    examinedTopics(),
                    topics.journal().name()));
            journalReader = resources.add(new JournalReader(clients, name, serde, List.copyOf(sites), this::refuse));
            inbox.assign(announcementTopics);
            inbox.seekToStart(announcementTopics);
            examined = inbox.committed(examinedTopics());
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    private List<String> writtenTopics(Collection<SiteId> sites) {
        List<String> all = new ArrayList<>();
        all.add(topics.journal().name());
        all.add(topics.samples().name());
        all.add(topics.dead().name());
        sites.forEach(site -> all.add(topics.synthetic(site).name()));
        return all;
    }

    private List<String> examinedTopics() {
        List<String> all = new ArrayList<>(announcementTopics);
        all.addAll(gradientTopics);
        all.add(topics.journal().name());
        return all;
    }

    @Override
    public List<Arrival> gather() {
        return arrivals(inbox::readToEnd);
    }

    @Override
    public void startAt(Map<SiteId, Long> positions) {
        handedOut.clear();
        List<String> all = new ArrayList<>(announcementTopics);
        all.addAll(gradientTopics);
        inbox.assign(all);
        inbox.seekToStart(gradientTopics);
        positions.forEach((site, position) -> {
            journalReader.requireNamed(site);
            String topic = topics.gradients(site).name();
            inbox.seek(topic, Math.max(position, inbox.position(topic)));
        });
    }

    @Override
    public void mute(SiteId site) {
        List<String> rest = new ArrayList<>(announcementTopics);
        gradientTopics.remove(topics.gradients(site).name());
        rest.addAll(gradientTopics);
        inbox.assign(rest);
    }

    @Override
    public List<Arrival> poll() {
        return arrivals(inbox::poll);
    }

    private List<Arrival> arrivals(Consumer<LogReader.Taker> reading) {
        List<Arrival> arrivals = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>();
        reading.accept(record -> take(record, arrivals, deadLetters));
        if (!deadLetters.isEmpty()) {
            Map<String, Long> positions = inbox.positions();
            transactions.commit(records(deadLetters), positions);
            examined.putAll(positions);
        }
        return arrivals;
    }

    private void take(ConsumerRecord<String, byte[]> record, List<Arrival> arrivals, List<DeadLetter> deadLetters) {
        SiteId site = siteOf.get(record.topic());
        if (record.topic().equals(topics.sites(site).name())) {
            presented(site, record, deadLetters)
                    .ifPresent(manifest -> arrivals.add(new Arrival.Presented(manifest, record.offset())));
        } else if (record.topic().equals(topics.masks(site).name())) {
            var decoded = serde.read(topics.masks(site), AvroMask.class, record, mask -> serde.codec()
                    .decode(site, mask));
            if (decoded instanceof Decoded.Valid<SharedMask> read) {
                arrivals.add(new Arrival.Shared(read.value(), record.offset()));
            } else {
                refused(record, Optional.of(site), decoded, deadLetters);
            }
        } else {
            answered(site, record, arrivals, deadLetters);
        }
    }

    /** Compaction keeps the newest record of each key; a manifest under another one would stay for ever. */
    private Optional<SiteManifest> presented(
            SiteId site, ConsumerRecord<String, byte[]> record, List<DeadLetter> deadLetters) {
        Decoded<SiteManifest> decoded = site.slug().equals(record.key())
                ? serde.read(topics.sites(site), AvroSiteManifest.class, record, manifest -> serde.codec()
                        .decode(site, manifest))
                : new Decoded.Invalid<>("lies in the topic of site " + site + ", but has another key");
        if (decoded instanceof Decoded.Valid<SiteManifest> read) {
            if (record.offset() >= examined.getOrDefault(record.topic(), 0L)) {
                refusable.put(site, DeadLetterRecords.about(record, Optional.of(site), new Decoded.Invalid<>("")));
            }
            return Optional.of(read.value());
        }
        refused(record, Optional.of(site), decoded, deadLetters);
        return Optional.empty();
    }

    private void answered(
            SiteId site, ConsumerRecord<String, byte[]> record, List<Arrival> arrivals, List<DeadLetter> deadLetters) {
        var decoded = journalReader.gradient(site, record);
        if (decoded instanceof Decoded.Valid<SiteGradient> read) {
            arrivals.add(new Arrival.Answer(read.value(), record.offset()));
            handedOut
                    .computeIfAbsent(record.topic(), topic -> new TreeMap<>())
                    .put(record.offset(), RecordSerde.bytes(record));
        } else {
            String reason = refused(record, Optional.of(site), decoded, deadLetters);
            arrivals.add(new Arrival.Invalid(site, record.offset(), reason));
        }
    }

    /** Notes a dead letter about a record, unless there is one already. @return the reason */
    private String refused(
            ConsumerRecord<String, byte[]> record,
            Optional<SiteId> site,
            Decoded<?> decoded,
            List<DeadLetter> deadLetters) {
        DeadLetter letter = DeadLetterRecords.about(record, site, decoded);
        if (record.offset() >= examined.getOrDefault(record.topic(), 0L)) {
            deadLetters.add(letter);
        }
        return letter.why().reason();
    }

    @Override
    public void masks(ObjLongConsumer<SharedMask> taker) {
        journalReader.masks(taker);
    }

    @Override
    public void answers(SiteId site, long end, Consumer<Arrival> answers) {
        journalReader.answers(site, end, answers);
    }

    @Override
    public SiteGradient read(SiteId site, long offset) {
        return journalReader.read(site, offset);
    }

    @Override
    public long replay(long position, Consumer<FoldRecord> records) {
        return journalReader.replay(position, records);
    }

    @Override
    public void remaining(Consumer<FoldRecord> records) {
        journalReader.remaining(records);
    }

    private void refuse(ConsumerRecord<String, byte[]> record, Decoded<?> decoded) {
        List<DeadLetter> deadLetters = new ArrayList<>();
        refused(record, Optional.empty(), decoded, deadLetters);
        if (!deadLetters.isEmpty()) {
            Map<String, Long> examinedHere = Map.of(record.topic(), record.offset() + 1);
            transactions.commit(records(deadLetters), examinedHere);
            examined.putAll(examinedHere);
        }
    }

    @Override
    public long commit(FoldRecord record, List<? extends SiteMessage> messages) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        records.add(serde.record(
                topics.journal(),
                Long.toString(record.made().step()),
                serde.codec().encode(record)));
        for (SiteMessage message : messages) {
            records.add(serde.record(
                    topics.synthetic(message.id().site()),
                    message.id().toString(),
                    serde.codec().encode(message)));
        }
        records.addAll(records(deadLettersOf(record.drops())));
        Map<String, Long> positions = inbox.positions();
        long offset = transactions.commit(records, positions).get(0);
        examined.putAll(positions);
        forget(record.positions());
        return offset + 1;
    }

    /** Writes a dead letter about the newest manifest of a site, unless there is one from before. */
    @Override
    public void refuse(Arrival.Presented presented, Rejection why) {
        DeadLetter letter = refusable.remove(presented.manifest().site());
        if (letter != null && letter.offset() == presented.offset()) {
            long end = Math.max(examined.getOrDefault(letter.topic(), 0L), letter.offset() + 1);
            transactions.commit(records(List.of(letter.because(why))), Map.of(letter.topic(), end));
            examined.put(letter.topic(), end);
        }
    }

    /** Dead letters about answers that were read and then dropped; those that could not be read have theirs already. */
    private List<DeadLetter> deadLettersOf(List<FoldRecord.Drop> drops) {
        List<DeadLetter> deadLetters = new ArrayList<>();
        for (FoldRecord.Drop drop : drops) {
            SiteId site = drop.batch().site();
            String topic = topics.gradients(site).name();
            Integer bytes = handedOut.getOrDefault(topic, new TreeMap<>()).get(drop.offset());
            if (bytes != null) {
                deadLetters.add(new DeadLetter(
                        topic,
                        drop.offset(),
                        Optional.of(drop.batch().toString()),
                        Optional.of(site),
                        drop.why(),
                        bytes,
                        ""));
            }
        }
        return deadLetters;
    }

    private void forget(Map<SiteId, Long> positions) {
        positions.forEach((site, position) -> handedOut
                .getOrDefault(topics.gradients(site).name(), new TreeMap<>())
                .headMap(position)
                .clear());
    }

    private List<ProducerRecord<String, byte[]>> records(List<DeadLetter> deadLetters) {
        return deadLetters.stream()
                .map(letter -> serde.record(topics.dead(), null, serde.codec().encode(letter)))
                .toList();
    }

    @Override
    public void release(List<SyntheticSample> samples) {
        transactions.commit(
                samples.stream()
                        .map(sample -> serde.record(
                                topics.samples(), sample.id(), serde.codec().encode(sample)))
                        .toList(),
                Map.of());
    }

    @Override
    public void close() {
        resources.close();
    }
}
