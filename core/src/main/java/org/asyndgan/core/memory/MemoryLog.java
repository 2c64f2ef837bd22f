package org.asyndgan.core.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.UnaryOperator;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.GeneratorInbox;
import org.asyndgan.core.generator.GeneratorOutbox;
import org.asyndgan.core.generator.RunLog;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteMessage;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.site.SiteInbox;
import org.asyndgan.core.site.SiteOutbox;

/**
 * All topics of one run in memory, with the guarantees that the ports promise: what is written in one
 * call is there as a whole or not at all, and order within a topic holds. Not thread-safe.
 */
public final class MemoryLog {

    private final boolean isKept;
    private final Executor writer;
    private final UnaryOperator<SyntheticBatch> encoding;
    private final List<FoldRecord> journal = new ArrayList<>();
    private final Map<SiteId, MemoryTopic<SiteMessage>> synthetic = new TreeMap<>();
    private final Map<SiteId, MemoryTopic<SiteGradient>> gradients = new TreeMap<>();
    private final Map<SiteId, Long> sitePositions = new TreeMap<>();
    private final Map<SiteId, MemoryTopic<SharedMask>> masks = new TreeMap<>();
    private final List<Arrival> presented = new ArrayList<>();
    private final List<SyntheticSample> samples = new ArrayList<>();
    private final Map<SiteId, Long> answersBegin = new TreeMap<>();
    private long journalBegin;

    /** Records of the journal that an earlier process wrote. */
    private long earlier;

    /**
     * @param isKept keeps batches and gradients that have been read; a run in which nobody reads them again can do without
     * @param writer runs each write; one that throws, before or after, is a crash of who writes
     * @param encoding what a batch is on its way to a site
     */
    public MemoryLog(boolean isKept, Executor writer, UnaryOperator<SyntheticBatch> encoding) {
        this.isKept = isKept;
        this.writer = writer;
        this.encoding = encoding;
    }

    /** The journal from its first record on, whatever has been forgotten of it. */
    public List<FoldRecord> journal() {
        return Collections.unmodifiableList(journal);
    }

    /** What is kept of a site's answers. */
    public List<SiteGradient> gradients(SiteId site) {
        return topic(gradients, site).all();
    }

    /** Every pair that was released, as often as it was. */
    public List<SyntheticSample> samples() {
        return Collections.unmodifiableList(samples);
    }

    /** As retention does: a reader finds nothing of the journal before this position. */
    public void forgetUpTo(long position) {
        journalBegin = position;
    }

    /** As retention does: nobody finds an answer of the site before this offset again. */
    public void forgetAnswersUpTo(SiteId site, long offset) {
        answersBegin.put(site, offset);
    }

    /** Sends batches again that were sent and not read when an earlier process ended. */
    void resend(List<SyntheticBatch> batches) {
        batches.forEach(batch -> topic(synthetic, batch.id().site()).add(batch));
    }

    /** Batches that a site has not read yet. */
    long unread(SiteId site) {
        return topic(synthetic, site).size();
    }

    /**
     * The generator's end.
     *
     * @param limit bounds how many gradients of a site a poll hands over
     */
    public GeneratorEnd generatorEnd(IntSupplier limit) {
        return new GeneratorEnd(limit);
    }

    /**
     * A site's end.
     *
     * @param limit bounds how many records a poll hands over
     */
    public SiteEnd siteEnd(SiteId site, IntSupplier limit) {
        return new SiteEnd(site, limit);
    }

    private static <T> MemoryTopic<T> topic(Map<SiteId, MemoryTopic<T>> topics, SiteId site) {
        return topics.computeIfAbsent(site, first -> new MemoryTopic<>());
    }

    /** Hands over the records of a topic between two offsets. */
    private <T> void handOver(MemoryTopic<T> topic, long from, long to, ObjLongConsumer<T> taker) {
        for (long offset = from; offset < to; offset++) {
            taker.accept(topic.at(offset), offset);
        }
        if (!isKept && from < to) {
            topic.forgetUpTo(to);
        }
    }

    /** All ports of the generator. */
    public final class GeneratorEnd implements GeneratorInbox, GeneratorOutbox, RunLog {

        private final IntSupplier limit;
        private final Map<SiteId, Long> read = new TreeMap<>();
        private int presentedRead;

        GeneratorEnd(IntSupplier limit) {
            this.limit = limit;
        }

        @Override
        public List<Arrival> gather() {
            List<Arrival> arrivals = new ArrayList<>(presented.subList(presentedRead, presented.size()));
            presentedRead = presented.size();
            return arrivals;
        }

        @Override
        public void startAt(Map<SiteId, Long> positions) {
            positions.forEach((site, offset) -> topic(gradients, site).goOnAt(offset));
            read.putAll(positions);
        }

        @Override
        public List<Arrival> poll() {
            List<Arrival> arrivals = gather();
            gradients.forEach((site, topic) -> {
                long from = read.getOrDefault(site, 0L);
                long to = Math.max(from, Math.min(topic.end(), from + limit.getAsInt()));
                handOver(topic, from, to, (gradient, offset) -> arrivals.add(new Arrival.Answer(gradient, offset)));
                read.put(site, to);
            });
            return arrivals;
        }

        @Override
        public void mute(SiteId site) {
            read.put(site, Long.MAX_VALUE);
        }

        @Override
        public void masks(ObjLongConsumer<SharedMask> taker) {
            masks.values().forEach(topic -> {
                for (long offset = 0; offset < topic.end(); offset++) {
                    taker.accept(topic.at(offset), offset);
                }
            });
        }

        @Override
        public void answers(SiteId site, long end, Consumer<Arrival> taker) {
            MemoryTopic<SiteGradient> topic = topic(gradients, site);
            for (long offset = 0; offset < Math.min(end, topic.end()); offset++) {
                taker.accept(new Arrival.Answer(topic.at(offset), offset));
            }
        }

        @Override
        public SiteGradient read(SiteId site, long offset) {
            if (offset < answersBegin.getOrDefault(site, 0L)) {
                throw new LogLostException("ADG-124", "The answer at " + offset + " of site " + site + " is gone");
            }
            return topic(gradients, site).at(offset);
        }

        @Override
        public long commit(FoldRecord record, List<? extends SiteMessage> messages) {
            writer.execute(() -> {
                journal.add(record);
                messages.forEach(
                        message -> topic(synthetic, message.id().site()).add(message));
            });
            return earlier + journal.size();
        }

        @Override
        public long replay(long position, Consumer<FoldRecord> records) {
            if (position < journalBegin) {
                throw new LogLostException("ADG-124", "The journal begins at " + journalBegin + ", not at " + position);
            }
            if (journal.isEmpty()) {
                earlier = position;
            }
            List.copyOf(journal.subList(Math.toIntExact(position - earlier), journal.size()))
                    .forEach(records);
            return earlier + journal.size();
        }

        @Override
        public void remaining(Consumer<FoldRecord> records) {
            replay(journalBegin, records);
        }

        /** @throws IllegalStateException always: who presents a site in memory knows the run */
        @Override
        public void refuse(Arrival.Presented refused, Rejection why) {
            throw new IllegalStateException("Site " + refused.manifest().site() + " " + why.reason());
        }

        @Override
        public void release(List<SyntheticSample> released) {
            writer.execute(() -> samples.addAll(released));
        }
    }

    /** Both ports of a site. */
    public final class SiteEnd implements SiteInbox, SiteOutbox {

        private final SiteId site;
        private final IntSupplier limit;
        private long read;

        SiteEnd(SiteId site, IntSupplier limit) {
            this.site = site;
            this.limit = limit;
        }

        @Override
        public void startAt(long offset) {
            topic(synthetic, site).goOnAt(offset);
            read = offset;
        }

        @Override
        public List<Delivery> poll() {
            MemoryTopic<SiteMessage> topic = topic(synthetic, site);
            long to = Math.min(topic.end(), read + limit.getAsInt());
            List<Delivery> deliveries = new ArrayList<>();
            handOver(topic, read, to, (message, offset) -> deliveries.add(delivery(message, offset)));
            read = to;
            return deliveries;
        }

        private Delivery delivery(SiteMessage message, long offset) {
            return message instanceof EndOfRun end
                    ? new Ended(end, offset)
                    : new Drawn(encoding.apply((SyntheticBatch) message), offset);
        }

        @Override
        public long position() {
            return sitePositions.getOrDefault(site, 0L);
        }

        @Override
        public void answer(SiteGradient gradient, long position) {
            writer.execute(() -> {
                topic(gradients, site).add(gradient);
                sitePositions.put(site, position);
            });
        }

        /** @throws IllegalStateException always: nothing but the generator's own batches comes here */
        @Override
        public void refuse(Delivery record, Rejection why, long position) {
            throw new IllegalStateException("Record " + record.offset() + " for site " + site + " " + why.reason());
        }

        @Override
        public void present(SiteManifest manifest) {
            presented.add(new Arrival.Presented(manifest, presented.size()));
        }

        @Override
        public void share(List<SharedMask> shared) {
            MemoryTopic<SharedMask> topic = topic(masks, site);
            Map<String, SharedMask> there = new HashMap<>();
            topic.all().forEach(mask -> there.put(mask.id(), mask));
            for (SharedMask mask : shared) {
                if (!mask.equals(there.get(mask.id()))) {
                    presented.add(new Arrival.Shared(mask, topic.end()));
                    topic.add(mask);
                }
            }
        }
    }
}
