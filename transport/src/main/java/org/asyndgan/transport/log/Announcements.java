package org.asyndgan.transport.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.asyndgan.transport.TransportException;

/**
 * Writes what may be written twice, outside transactions.
 *
 * <p>A transaction that a dying worker left open would hide what others write to the same topic until the broker gave
 * it up.
 */
public final class Announcements implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final LinkSettings settings;
    private final Producer<String, byte[]> producer;

    public Announcements(Clients clients, String name) {
        this.settings = clients.settings();
        this.producer = clients.plain(name);
    }

    /**
     * Writes records and waits until all are safe.
     *
     * @throws TransportException if one could not be written
     */
    public void write(List<ProducerRecord<String, byte[]>> records) {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException failed) {
            KafkaException fault =
                    failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
            throw Faults.of(fault, settings, "writing an announcement");
        } catch (KafkaException fault) {
            throw Faults.of(fault, settings, "writing an announcement");
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
