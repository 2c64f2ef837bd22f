package org.asyndgan.transport.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.asyndgan.transport.TransportException;

/**
 * Looks for transactions of one name that the broker takes for ended, but that are still open in topics.
 *
 * <p>Kafka 4.0 to 4.4 holds a partition without a leader for a deleted one. A lone broker that stops or starts while it
 * ends a transaction therefore writes no marker and forgets the rest; readers of what was committed then wait for that
 * marker for ever (KIP-664 calls the transaction hanging).
 *
 * <p>Asks only what a writer of the topics may ask anyway. Not thread-safe.
 */
final class HangingTransactions implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** An answer takes milliseconds unless a transaction is open. */
    private static final int STABLE_MILLIS = 3_000;

    private final LinkSettings settings;
    private final String name;
    private final String group;
    private final Set<TopicPartition> written;
    private final Set<TopicPartition> noted;
    private final Admin admin;

    /**
     * @param name of the transactions
     * @param group in which their positions are noted
     * @param written topics that nobody else writes to
     * @param noted topics whose positions are noted
     */
    HangingTransactions(
            Clients clients, String name, String group, Collection<String> written, Collection<String> noted) {
        this.settings = clients.settings();
        this.name = name;
        this.group = group;
        this.written = partitions(written);
        this.noted = partitions(noted);
        this.admin = clients.admin(name + "-admin");
    }

    private static Set<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream().map(LogReader::partition).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the newest transaction is to count; nothing if the broker does not know (any more). */
    Optional<Boolean> isToCount() {
        TransactionState state;
        try {
            state = ask(
                            "looking for its last transaction",
                            admin.describeTransactions(List.of(name)).description(name))
                    .state();
        } catch (TransportException fault) {
            if (fault.getCause() instanceof TransactionalIdNotFoundException
                    || fault.getCause() instanceof UnsupportedVersionException) {
                return Optional.empty();
            }
            throw fault;
        }
        return switch (state) {
            case PREPARE_COMMIT, COMPLETE_COMMIT -> Optional.of(true);
            case ONGOING, PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE -> Optional.of(false);
            case EMPTY, UNKNOWN -> Optional.empty();
        };
    }

    /** Topics in which a transaction is open. */
    Set<String> openTopics() {
        Map<TopicPartition, Long> ends = ends(IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> committed = ends(IsolationLevel.READ_COMMITTED);
        Set<String> open = new TreeSet<>();
        ends.forEach((partition, end) -> {
            if (committed.get(partition) < end) {
                open.add(partition.topic());
            }
        });
        return open;
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation) {
        var latest = written.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> results = ask(
                "looking for the ends of its topics",
                admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all());
        Map<TopicPartition, Long> ends = new HashMap<>();
        results.forEach((partition, result) -> ends.put(partition, result.offset()));
        return ends;
    }

    /** Whether positions are part of a transaction that is open. */
    boolean arePositionsOpen() {
        try {
            positions(
                    noted,
                    new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(STABLE_MILLIS));
            return false;
        } catch (TransportException fault) {
            if (fault.getCause() instanceof TimeoutException) {
                return true;
            }
            throw fault;
        }
    }

    /** The position noted last for a topic, open transactions aside; 0 if there is none. */
    long position(String topic) {
        OffsetAndMetadata position = positions(
                        Set.of(LogReader.partition(topic)), new ListConsumerGroupOffsetsOptions())
                .get(LogReader.partition(topic));
        return position == null ? 0 : position.offset();
    }

    private Map<TopicPartition, OffsetAndMetadata> positions(
            Set<TopicPartition> partitions, ListConsumerGroupOffsetsOptions options) {
        return ask(
                "looking for its positions",
                admin.listConsumerGroupOffsets(
                                Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)), options)
                        .partitionsToOffsetAndMetadata(group));
    }

    private <T> T ask(String doing, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw Faults.of(
                    failed.getCause() instanceof KafkaException fault ? fault : new KafkaException(failed.getCause()),
                    settings,
                    doing);
        } catch (InterruptedException interrupted) {
            throw Faults.of(new InterruptException(interrupted), settings, doing);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE_LIMIT);
    }
}
