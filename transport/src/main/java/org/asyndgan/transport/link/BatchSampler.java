package org.asyndgan.transport.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Resources;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.Clients;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.log.LogReader;
import org.asyndgan.transport.log.RecordSerde;
import org.asyndgan.transport.topic.Topic;

/**
 * A look now and then at what the sites are sent: the newest batch of one of them, with the masks of its first images.
 *
 * <p>It takes the sites in turn, at most {@value #MOST_SITES} of them, spread over all. A look reads the last few records of
 * one topic, and the masks that it has not read before; batches larger than a bound are left out. It writes nothing and
 * belongs to no group.
 *
 * <p>For one thread. After a {@link TransportException} that is not retriable it must be closed.
 */
public final class BatchSampler implements AutoCloseable {

    static final int MOST_SITES = 8;

    /** Transactions leave a mark of their end in the log, so the newest batch is rarely its newest record. */
    private static final List<Long> DISTANCES = List.of(2L, 8L, 32L);

    private final Resources resources = new Resources();
    private final RecordSerde serde;
    private final LogReader reader;
    private final LinkSettings settings;
    private final int mostBytes;
    private final int mostImages;
    private final List<SiteId> sites;
    private final Map<SiteId, Long> ends = new TreeMap<>();
    private final Map<SiteId, MaskPlaces> places = new TreeMap<>();
    private int looks;

    /**
     * Opens the sampler.
     *
     * @param mostBytes of a record that is taken, as it lies in the log
     * @param mostImages of a batch that are taken
     * @throws TransportException if broker or a topic is not there, or refuses
     */
    public BatchSampler(LinkSettings settings, Collection<SiteId> sites, int mostBytes, int mostImages) {
        this.settings = settings;
        this.mostBytes = mostBytes;
        this.mostImages = mostImages;
        this.sites = spread(List.copyOf(sites));
        this.serde = resources.add(new RecordSerde(settings));
        try {
            this.reader = resources.add(LogReader.ofSingles(Clients.of(settings), settings.run() + ".sampler"));
            for (SiteId site : this.sites) {
                reader.require(List.of(batches(site).name(), masks(site).name()));
            }
        } catch (RuntimeException fault) {
            resources.close();
            throw fault;
        }
    }

    private static List<SiteId> spread(List<SiteId> all) {
        int count = Math.min(all.size(), MOST_SITES);
        return IntStream.range(0, count)
                .mapToObj(i -> all.get(i * all.size() / count))
                .toList();
    }

    private Topic batches(SiteId site) {
        return settings.topics().synthetic(site);
    }

    private Topic masks(SiteId site) {
        return settings.topics().masks(site);
    }

    /**
     * Looks at the next site.
     *
     * @return nothing if the site has been sent nothing since the last look, or nothing that is taken
     * @throws TransportException that is retriable, if broker or registry is away
     */
    public Optional<SampledBatch> look() {
        if (sites.isEmpty()) {
            return Optional.empty();
        }
        SiteId site = sites.get(looks++ % sites.size());
        String topic = batches(site).name();
        reader.assign(List.of(topic));
        long end = reader.end(topic);
        if (end == ends.getOrDefault(site, -1L)) {
            return Optional.empty();
        }
        Optional<SampledBatch> newest = newest(site, reader.start(topic), end);
        ends.put(site, end);
        return newest;
    }

    private Optional<SampledBatch> newest(SiteId site, long start, long end) {
        for (long distance : DISTANCES) {
            long from = Math.max(start, end - distance);
            reader.seek(batches(site).name(), from);
            Newest newest = new Newest(site);
            reader.readToEnd(newest::take);
            if (newest.batch != null) {
                return Optional.of(sample(newest.batch, newest.at));
            }
            if (from == start) {
                break;
            }
        }
        return Optional.empty();
    }

    private SampledBatch sample(SyntheticBatch batch, Instant at) {
        SiteId site = batch.id().site();
        int count = Math.min(batch.size(), mostImages);
        List<MaskUse> uses = batch.masks().subList(0, count);
        Map<String, LabelMap> labels = places.computeIfAbsent(
                        site, one -> new MaskPlaces(reader, serde, masks(one), one))
                .find(uses.stream().map(MaskUse::mask).distinct().toList());
        List<SampledBatch.Image> images = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            FloatTensor one = batch.images().rows(row, row + 1);
            FloatTensor image = one.reshape(one.dim(1), one.dim(2), one.dim(3));
            MaskUse use = uses.get(row);
            images.add(new SampledBatch.Image(
                    Optional.ofNullable(labels.get(use.mask()))
                            .map(new Dihedral(use.flip())::of)
                            .filter(mask -> mask.height() == image.dim(1) && mask.width() == image.dim(2)),
                    image));
        }
        return new SampledBatch(batch.id(), batch.drawnBy(), at, batch.size(), images);
    }

    @Override
    public void close() {
        resources.close();
    }

    /** Keeps the newest batch of those it is given. */
    private final class Newest {

        private final SiteId site;
        private SyntheticBatch batch;
        private Instant at;

        Newest(SiteId site) {
            this.site = site;
        }

        void take(ConsumerRecord<String, byte[]> record) {
            if (RecordSerde.bytes(record) > mostBytes) {
                return;
            }
            var decoded = serde.read(batches(site), AvroSyntheticBatch.class, record, message -> serde.codec()
                    .decode(site, message));
            if (decoded instanceof Decoded.Valid<?> read && read.value() instanceof SyntheticBatch taken) {
                batch = taken;
                at = Instant.ofEpochMilli(record.timestamp());
            }
        }
    }
}
