package org.asyndgan.transport.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.asyndgan.transport.MonotonicClock;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records and positions together or not at all.
 *
 * <p>Opening a name fences whoever opened it before and aborts what that one had not finished. A transaction that the
 * broker forgot to finish ({@link HangingTransactions}) is committed or aborted as it was meant to be. After a failure nothing more can be written.
 */
public final class Transactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final LinkSettings settings;
    private final MonotonicClock clock;
    private final String name;
    private final ConsumerGroupMetadata group;
    private final Producer<String, byte[]> producer;
    private boolean failed;

    /**
     * Takes over a name.
     *
     * @param group in whose name positions are noted
     * @param written topics that nobody else writes to
     * @param noted topics whose positions are noted
     * @param spare topic whose position counts for little
     * @throws TransportException if the broker is not there or refuses, or if it cannot be told how the last
     *     transaction ended
     */
    public Transactions(
            Clients clients,
            String name,
            ConsumerGroupMetadata group,
            Collection<String> written,
            Collection<String> noted,
            String spare) {
        this.settings = clients.settings();
        this.clock = clients.clock();
        this.name = name;
        this.group = group;
        this.producer = clients.transactional(name);
        try (var hanging = new HangingTransactions(clients, name, group.groupId(), written, noted)) {
            Optional<Boolean> isToCount = hanging.isToCount();
            producer.initTransactions();
            endWhatHangs(hanging, isToCount, spare);
        } catch (KafkaException fault) {
            close();
            throw Faults.of(fault, settings, "taking over the name " + name);
        } catch (TransportException fault) {
            close();
            throw fault;
        }
    }

    private void endWhatHangs(HangingTransactions hanging, Optional<Boolean> isToCount, String spare) {
        Set<String> open = hanging.openTopics();
        // A new name has no transaction that could hang, and the first question about its positions may take long.
        boolean arePositionsOpen = isToCount.isPresent() && hanging.arePositionsOpen();
        if (open.isEmpty() && !arePositionsOpen) {
            return;
        }
        boolean counts = isToCount.orElseThrow(() -> new TransportException(
                Trouble.TRANSACTION_HANGS,
                "A transaction of " + name + " hangs in the topics " + open
                        + ", and the broker no longer knows whether it was to count. Let an administrator end it with"
                        + " kafka-transactions.sh abort, then start this worker again.",
                null));
        end(open, counts, Map.of(spare, hanging.position(spare)));
        LOG.warn("Ended a transaction that hung name={} counts={} topics={}", name, counts, open);
        long deadline = clock.nanoTime() + settings.broker().timeout().toNanos();
        while (!hanging.openTopics().isEmpty() || hanging.arePositionsOpen()) {
            if (clock.nanoTime() > deadline) {
                throw new TransportException(
                        Trouble.BROKER_FAILED,
                        "The Kafka broker at " + settings.broker().bootstrapServers() + " still holds a transaction of "
                                + name + " open after its end was written.",
                        null);
            }
        }
    }

    /** The marker of a transaction ends whatever its producer has begun in a topic, so one is made there. */
    private void end(Set<String> open, boolean counts, Map<String, Long> positions) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        open.forEach(topic -> sent.add(producer.send(LogReader.filler(topic))));
        producer.sendOffsetsToTransaction(offsets(positions), group);
        sent.forEach(Transactions::await);
        if (counts) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    /**
     * Writes records and, as offsets of the group, positions.
     *
     * @param positions by topic, each the next offset to read; may be empty
     * @return the offset of each record
     * @throws TransportException if it is not certain that all was written
     */
    public List<Long> commit(List<ProducerRecord<String, byte[]>> records, Map<String, Long> positions) {
        if (failed) {
            throw new IllegalStateException(
                    "An earlier write of " + name + " failed; close this link and open another one");
        }
        failed = true;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            producer.beginTransaction();
            records.forEach(record -> sent.add(producer.send(record)));
            if (!positions.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets(positions), group);
            }
        } catch (KafkaException fault) {
            takeBack();
            throw Faults.of(fault, settings, "writing as " + name);
        }
        try {
            producer.commitTransaction();
        } catch (KafkaException fault) {
            // It may have been committed all the same: only whoever takes over the name next can tell.
            takeBack();
            throw Faults.of(fault, settings, "committing a write as " + name);
        }
        failed = false;
        return sent.stream().map(Transactions::offset).toList();
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw new KafkaException(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<String, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((topic, next) -> offsets.put(LogReader.partition(topic), new OffsetAndMetadata(next)));
        return offsets;
    }

    /** Spares readers the wait for the broker to give the transaction up by itself. */
    private void takeBack() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException alreadyOver) {
            // Then the broker gives it up, or has.
        }
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException | InterruptedException impossible) {
            throw new IllegalStateException("A committed record was not sent", impossible);
        }
    }

    @Override
    public void close() {
        producer.close(failed ? Duration.ZERO : CLOSE_LIMIT);
    }
}
