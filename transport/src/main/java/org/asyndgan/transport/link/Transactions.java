package org.asyndgan.transport.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.asyndgan.transport.TransportException;

/**
 * Writes records and positions together or not at all.
 *
 * <p>Opening a name shuts out whoever opened it before and
 * takes back what that one had not finished. After a failure nothing more can be written.
 */
final class Transactions implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final LinkSettings settings;
    private final String name;
    private final ConsumerGroupMetadata group;
    private final Producer<String, byte[]> producer;
    private boolean failed;

    /** @param group in whose name positions are noted */
    Transactions(LinkSettings settings, String name, ConsumerGroupMetadata group) {
        this.settings = settings;
        this.name = name;
        this.group = group;
        this.producer = Clients.transactional(settings, name);
        try {
            producer.initTransactions();
        } catch (KafkaException fault) {
            close();
            throw Faults.of(fault, settings, "taking over the name " + name);
        }
    }

    /**
     * Writes records and, as offsets of the group, positions.
     *
     * @param positions by topic, each the next offset to read; may be empty
     * @return the offset of each record
     * @throws TransportException if it is not certain that all was written
     */
    List<Long> commit(List<ProducerRecord<String, byte[]>> records, Map<String, Long> positions) {
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
