package org.asyndgan.transport.log;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what no run depends on, from a thread of its own and outside of every transaction.
 *
 * <p>{@link #send} never waits and never throws; what cannot be sent is counted and dropped. Thread-safe.
 */
public final class LossySender<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LossySender.class);
    private static final long LOOK_MILLIS = 100;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final LinkSettings settings;
    private final String what;
    private final BiFunction<RecordSerde, T, ProducerRecord<String, byte[]>> encoding;
    private final BlockingQueue<T> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final Thread sender;
    private volatile boolean closing;

    /**
     * Starts the thread; connects to nothing before the first value.
     *
     * @param client name of the Kafka client, for the broker's logs
     * @param what is sent, such as {@code events}; name of the thread and for the log
     * @param mostWaiting values that wait to be sent; more are dropped
     */
    public LossySender(
            LinkSettings settings,
            String client,
            String what,
            int mostWaiting,
            BiFunction<RecordSerde, T, ProducerRecord<String, byte[]>> encoding) {
        this.settings = settings;
        this.what = what;
        this.encoding = encoding;
        this.waiting = new ArrayBlockingQueue<>(mostWaiting);
        this.sender = new Thread(() -> run(client), what);
        sender.setDaemon(true);
        sender.start();
    }

    /** Sends a value, now or a little later or, where that is impossible, never. */
    public void send(T value) {
        if (closing || !waiting.offer(value)) {
            lost.incrementAndGet();
        }
    }

    /** Values that could not be sent. */
    public long lost() {
        return lost.get();
    }

    private void run(String client) {
        try (RecordSerde serde = new RecordSerde(settings);
                Producer<String, byte[]> producer = Clients.of(settings).plain(client)) {
            while (!closing || !waiting.isEmpty()) {
                T value = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (value != null) {
                    send(value, serde, producer);
                }
            }
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.warn("No {} are sent any more: {}", what, fault.getMessage());
        }
        closing = true;
        lost.addAndGet(waiting.size());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells what became of it.
    private void send(T value, RecordSerde serde, Producer<String, byte[]> producer) {
        try {
            producer.send(encoding.apply(serde, value), (metadata, fault) -> {
                if (fault != null) {
                    lose(fault);
                }
            });
        } catch (RuntimeException fault) {
            lose(fault);
        }
    }

    private void lose(Exception fault) {
        if (lost.getAndIncrement() == 0) {
            LOG.warn("Some {} could not be sent: {}", what, fault.getMessage());
        }
    }

    /** Sends what waits, for at most a few seconds. */
    @Override
    public void close() {
        closing = true;
        try {
            sender.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
    }
}
