package org.asyndgan.transport.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.transport.MonotonicClock;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was committed to partition 0 of some topics, by assignment.
 *
 * <p>Every topic must be given a position before it is read. Not thread-safe.
 */
public final class LogReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    /** The only partition of each topic: its order is part of the training. */
    static final int PARTITION = 0;

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Reading over this many records is quicker than asking for another place of the log. */
    private static final long SHORT_WAY = 16;

    private static final String FILLER = "asyndgan.filler";

    private final LinkSettings settings;
    private final Consumer<String, byte[]> consumer;
    private final MonotonicClock clock;
    private final BackOff backOff;
    private final Map<String, Long> knownEnds = new HashMap<>();

    private LogReader(Clients clients, Consumer<String, byte[]> consumer) {
        this.settings = clients.settings();
        this.clock = clients.clock();
        this.backOff = new BackOff(clock);
        this.consumer = consumer;
    }

    /** A record that no reader hands over; a writer needs it only to have one in the transaction. */
    static ProducerRecord<String, byte[]> filler(String topic) {
        var headers = new RecordHeaders().add(FILLER, new byte[0]);
        return new ProducerRecord<>(topic, PARTITION, FILLER, null, headers);
    }

    private static boolean isFiller(ConsumerRecord<String, byte[]> record) {
        return record.value() == null && record.headers().lastHeader(FILLER) != null;
    }

    /** Reads many records at a time. */
    public static LogReader of(Clients clients, String name) {
        return new LogReader(clients, clients.consumer(name, Optional.empty(), Clients.MOST_POLLED));
    }

    /** Reads many records at a time, and knows what a group has committed. */
    public static LogReader of(Clients clients, String name, String group) {
        return new LogReader(clients, clients.consumer(name, Optional.of(group), Clients.MOST_POLLED));
    }

    /** Reads one record at a time, for {@link #at}. */
    public static LogReader ofSingles(Clients clients, String name) {
        return new LogReader(clients, clients.consumer(name, Optional.empty(), 1));
    }

    /** The group, as a writer of its offsets needs to know it; it has no members. */
    public ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }

    public static TopicPartition partition(String topic) {
        return new TopicPartition(topic, PARTITION);
    }

    /**
     * Makes sure that topics exist.
     *
     * @throws TransportException if one does not, or the broker cannot be asked
     */
    public void require(Collection<String> topics) {
        for (String topic : topics) {
            List<?> partitions = ask("looking for topic " + topic, () -> consumer.partitionsFor(topic));
            if (partitions == null || partitions.isEmpty()) {
                throw new TransportException(
                        Trouble.TOPIC_MISSING,
                        "There is no topic " + topic + " at "
                                + settings.broker().bootstrapServers()
                                + ". Create the topics of run " + settings.run()
                                + " first, or correct the names of run and site.",
                        null);
            }
        }
    }

    /** Names of all topics that this client may describe. */
    public Set<String> topics() {
        return ask("listing the topics", consumer::listTopics).keySet();
    }

    /** Reads these topics from now on; those that were read before keep their positions. */
    public void assign(Collection<String> topics) {
        consumer.assign(topics.stream().map(LogReader::partition).toList());
    }

    public void seekToStart(Collection<String> topics) {
        List<TopicPartition> partitions =
                topics.stream().map(LogReader::partition).toList();
        ask("looking for the start of its topics", () -> consumer.beginningOffsets(partitions))
                .forEach(consumer::seek);
    }

    public void seek(String topic, long offset) {
        consumer.seek(partition(topic), offset);
    }

    /** First offset that a topic still holds. */
    public long start(String topic) {
        return ask("looking for the start of " + topic, () -> consumer.beginningOffsets(Set.of(partition(topic))))
                .get(partition(topic));
    }

    /** Offset after the last committed record of a topic. */
    public long end(String topic) {
        return ask("looking for the end of " + topic, () -> consumer.endOffsets(Set.of(partition(topic))))
                .get(partition(topic));
    }

    /** Next offset that will be read of a topic. */
    public long position(String topic) {
        return position(partition(topic));
    }

    private long position(TopicPartition partition) {
        return ask("reading " + partition.topic(), () -> consumer.position(partition));
    }

    /** Next offset that will be read, of every topic assigned. */
    public Map<String, Long> positions() {
        Map<String, Long> positions = new HashMap<>();
        consumer.assignment().forEach(partition -> positions.put(partition.topic(), position(partition)));
        return positions;
    }

    /** Offsets that the group has committed; a topic without one is missing. */
    public Map<String, Long> committed(Collection<String> topics) {
        Set<TopicPartition> partitions =
                Set.copyOf(topics.stream().map(LogReader::partition).toList());
        Map<String, Long> offsets = new HashMap<>();
        ask("looking for its committed offsets", () -> consumer.committed(partitions))
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        offsets.put(partition.topic(), committed.offset());
                    }
                });
        return offsets;
    }

    /**
     * Hands over what has arrived; waits a moment if nothing has.
     *
     * <p>Where the registry cannot be reached the records stay where they are and are handed over when it can be
     * again; it is asked less and less often.
     */
    public void poll(Taker taker) {
        if (backOff.isWaiting()) {
            waitAMoment();
            return;
        }
        ConsumerRecords<String, byte[]> records = fetch();
        try {
            handOver(records, taker);
            backOff.succeeded();
        } catch (TransportException fault) {
            if (!fault.isRetriable()) {
                throw fault;
            }
            if (backOff.failed()) {
                LOG.warn(
                        "Reading waits for the schema registry registry=[{}] cause={}",
                        settings.registry(),
                        fault.getMessage());
            }
        }
    }

    /** Keeps the connections going and hands over nothing. */
    private void waitAMoment() {
        Set<TopicPartition> all = consumer.assignment();
        consumer.pause(all);
        fetch();
        consumer.resume(all);
    }

    /** Hands records over one by one; where that fails, the rest will be read again. */
    private void handOver(ConsumerRecords<String, byte[]> records, Taker taker) {
        Map<TopicPartition, Long> rest = new HashMap<>();
        TransportException failure = null;
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                if (failure == null) {
                    if (!isFiller(record)) {
                        taker.take(record);
                    }
                    continue;
                }
            } catch (TransportException fault) {
                failure = fault;
            }
            rest.putIfAbsent(partition(record.topic()), record.offset());
        }
        rest.forEach(consumer::seek);
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Hands over everything from the present positions to the present ends, and waits for all of it.
     *
     * @throws TransportException if the broker or the registry stops answering
     */
    public void readToEnd(Taker taker) {
        Map<TopicPartition, Long> ends =
                ask("looking for the ends of its topics", () -> consumer.endOffsets(consumer.assignment()));
        long progressAt = clock.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> position(end.getKey()) < end.getValue())) {
            Map<String, Long> before = positions();
            handOver(fetch(), taker);
            progressAt = requireProgress(
                    !before.equals(positions()), progressAt, ends.keySet().toString());
        }
    }

    /**
     * The record at an offset of an assigned topic, whichever was read before; nothing if it is not there (any more).
     * Only for a reader of one record at a time.
     *
     * @throws TransportException if the broker stops answering
     */
    public Optional<ConsumerRecord<String, byte[]>> at(String topic, long offset) {
        TopicPartition partition = partition(topic);
        if (offset >= knownEnds.getOrDefault(topic, 0L)) {
            knownEnds.put(topic, end(topic));
        }
        if (offset >= knownEnds.get(topic)) {
            return Optional.empty();
        }
        consumer.pause(consumer.assignment());
        consumer.resume(Set.of(partition));
        long from = position(partition);
        if (from > offset || from < offset - SHORT_WAY) {
            consumer.seek(partition, offset);
        }
        long progressAt = clock.nanoTime();
        while (position(partition) <= offset) {
            ConsumerRecords<String, byte[]> records = fetch();
            for (ConsumerRecord<String, byte[]> record : records) {
                if (record.offset() == offset) {
                    return Optional.of(record);
                }
            }
            progressAt = requireProgress(!records.isEmpty(), progressAt, topic);
        }
        return Optional.empty();
    }

    private long requireProgress(boolean made, long since, String what) {
        long now = clock.nanoTime();
        if (made) {
            return now;
        }
        if (now - since > STALL_NANOS) {
            throw new TransportException(
                    Trouble.BROKER_UNREACHABLE,
                    "The broker at " + settings.broker().bootstrapServers() + " has sent nothing of " + what + " for "
                            + TimeUnit.NANOSECONDS.toSeconds(STALL_NANOS)
                            + " s, though there is more to read. Start it; the worker goes on from its snapshot.",
                    null);
        }
        return since;
    }

    private ConsumerRecords<String, byte[]> fetch() {
        try {
            return ask("reading its topics", () -> consumer.poll(MOMENT));
        } catch (TransportException fault) {
            if (fault.getCause() instanceof OffsetOutOfRangeException outside) {
                outside.offsetOutOfRangePartitions().forEach(this::skipWhatWasDeleted);
                return ConsumerRecords.empty();
            }
            throw fault;
        }
    }

    /** Records that were deleted before they were read are lost; a log that ends before its reader is another one. */
    private void skipWhatWasDeleted(TopicPartition partition, long offset) {
        long start = start(partition.topic());
        if (offset > start) {
            throw new LogLostException(
                    "ADG-124",
                    "Topic " + partition.topic() + " ends before offset " + offset
                            + ", up to which it has been read: it was deleted and made again, or its newest records were lost."
                            + " Start a new run under another name.");
        }
        LOG.warn("Records were deleted before they were read topic={} from={} to={}", partition.topic(), offset, start);
        consumer.seek(partition, start);
    }

    private <T> T ask(String doing, Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException fault) {
            throw Faults.of(fault, settings, doing);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }

    /** Deals with one record. */
    @FunctionalInterface
    public interface Taker {

        /** @throws TransportException that is retriable to be given the record again later */
        void take(ConsumerRecord<String, byte[]> record);
    }
}
