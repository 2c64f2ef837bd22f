package org.asyndgan.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * call is there as a whole or not at all, and order within a topic holds.
 *
 * <p>{@link #failNext} makes the next write throw, before or after it took effect, as a crash of the
 * writer would.
 */
public final class MemoryLog {

    public final List<FoldRecord> journal = new ArrayList<>();
    public final Map<SiteId, List<SiteMessage>> synthetic = new TreeMap<>();
    public final Map<SiteId, List<SiteGradient>> gradients = new TreeMap<>();
    public final Map<SiteId, Long> sitePositions = new TreeMap<>();
    public final List<Arrival> presented = new ArrayList<>();
    public final List<SyntheticSample> samples = new ArrayList<>();
    public final List<String> dead = new ArrayList<>();
    private Fault next = Fault.NONE;
    private long forgotten;

    /** When the next write fails. */
    public enum Fault {
        NONE,
        BEFORE_THE_WRITE,
        AFTER_THE_WRITE
    }

    /** The writer died in the middle of a write. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** As retention does: the journal up to here is gone. */
    public void forgetUpTo(long position) {
        forgotten = position;
    }

    public void failNext(Fault fault) {
        next = fault;
    }

    private void write(Runnable effect) {
        Fault fault = next;
        next = Fault.NONE;
        if (fault != Fault.BEFORE_THE_WRITE) {
            effect.run();
        }
        if (fault != Fault.NONE) {
            throw new Crash();
        }
    }

    /** The generator's end. {@code limit} bounds how many gradients a poll hands over. */
    public GeneratorEnd generatorEnd(java.util.function.IntSupplier limit) {
        return new GeneratorEnd(limit);
    }

    /** A site's end. */
    public SiteEnd siteEnd(SiteId site, java.util.function.IntSupplier limit) {
        return new SiteEnd(site, limit);
    }

    /** Both ports of the generator. */
    public final class GeneratorEnd implements GeneratorInbox, GeneratorOutbox, RunLog {

        private final java.util.function.IntSupplier limit;
        private final Map<SiteId, Long> read = new TreeMap<>();
        private int presentedRead;

        GeneratorEnd(java.util.function.IntSupplier limit) {
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
            read.putAll(positions);
        }

        @Override
        public List<Arrival> poll() {
            List<Arrival> arrivals = gather();
            gradients.forEach((site, topic) -> {
                long from = read.getOrDefault(site, 0L);
                long to = Math.min(topic.size(), from + limit.getAsInt());
                for (long offset = from; offset < to; offset++) {
                    arrivals.add(new Arrival.Answer(topic.get((int) offset), offset));
                }
                read.put(site, Math.max(from, to));
            });
            return arrivals;
        }

        @Override
        public void mute(SiteId site) {
            read.put(site, Long.MAX_VALUE);
        }

        @Override
        public List<SharedMask> masks() {
            return presented.stream()
                    .filter(Arrival.Shared.class::isInstance)
                    .map(arrival -> ((Arrival.Shared) arrival).mask())
                    .toList();
        }

        @Override
        public void answers(SiteId site, long end, Consumer<Arrival> answers) {
            List<SiteGradient> topic = gradients.getOrDefault(site, List.of());
            for (long offset = 0; offset < Math.min(end, topic.size()); offset++) {
                answers.accept(new Arrival.Answer(topic.get((int) offset), offset));
            }
        }

        @Override
        public SiteGradient read(SiteId site, long offset) {
            return gradients.get(site).get((int) offset);
        }

        @Override
        public long commit(FoldRecord record, List<? extends SiteMessage> messages) {
            write(() -> {
                journal.add(record);
                for (SiteMessage message : messages) {
                    synthetic
                            .computeIfAbsent(message.id().site(), site -> new ArrayList<>())
                            .add(message);
                }
            });
            return journal.size();
        }

        @Override
        public long replay(long position, Consumer<FoldRecord> records) {
            if (position < forgotten) {
                throw new LogLostException("ADG-124", "The journal begins at " + forgotten + ", not at " + position);
            }
            List.copyOf(journal.subList((int) position, journal.size())).forEach(records);
            return journal.size();
        }

        @Override
        public void remaining(Consumer<FoldRecord> records) {
            replay(forgotten, records);
        }

        @Override
        public void refuse(Arrival.Presented refused, Rejection why) {
            dead.add(refused.manifest().site() + ": the site " + why.reason());
        }

        @Override
        public void release(List<SyntheticSample> released) {
            write(() -> samples.addAll(released));
        }
    }

    /** Both ports of a site. */
    public final class SiteEnd implements SiteInbox, SiteOutbox {

        private final SiteId site;
        private final java.util.function.IntSupplier limit;
        private long read;

        SiteEnd(SiteId site, java.util.function.IntSupplier limit) {
            this.site = site;
            this.limit = limit;
        }

        @Override
        public void startAt(long offset) {
            read = offset;
        }

        @Override
        public List<Delivery> poll() {
            List<SiteMessage> topic = synthetic.getOrDefault(site, List.of());
            long to = Math.min(topic.size(), read + limit.getAsInt());
            List<Delivery> deliveries = new ArrayList<>();
            for (; read < to; read++) {
                SiteMessage message = topic.get((int) read);
                deliveries.add(
                        message instanceof EndOfRun end
                                ? new Ended(end, read)
                                : new Drawn((SyntheticBatch) message, read));
            }
            return deliveries;
        }

        @Override
        public long position() {
            return sitePositions.getOrDefault(site, 0L);
        }

        @Override
        public void answer(SiteGradient gradient, long position) {
            write(() -> {
                gradients.computeIfAbsent(site, key -> new ArrayList<>()).add(gradient);
                sitePositions.put(site, position);
            });
        }

        @Override
        public void refuse(Delivery record, Rejection why, long position) {
            write(() -> {
                dead.add(site + ": the record " + why.reason());
                sitePositions.put(site, position);
            });
        }

        @Override
        public void present(SiteManifest manifest) {
            presented.add(new Arrival.Presented(manifest, presented.size()));
        }

        @Override
        public void share(List<SharedMask> masks) {
            masks.forEach(mask -> presented.add(new Arrival.Shared(mask)));
        }
    }
}
