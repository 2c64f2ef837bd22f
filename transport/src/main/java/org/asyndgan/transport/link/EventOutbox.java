package org.asyndgan.transport.link;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.transport.topic.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports events to a worker's topic of events from a thread of its own.
 *
 * <p>Nothing in a run hangs on events: {@link #emit} never waits and never throws, and what cannot be sent is counted and
 * forgotten. Thread-safe.
 */
public final class EventOutbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventOutbox.class);
    private static final int MOST_WAITING = 1000;
    private static final long LOOK_MILLIS = 100;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final LinkSettings settings;
    private final Topic topic;
    private final BlockingQueue<RunEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread sender;
    private volatile boolean closing;

    /**
     * Starts the thread; connects to nothing before the first event.
     *
     * @param topic of events, the centre's or a site's
     * @param name of the worker, such as {@code generator}; for the broker's logs
     */
    public EventOutbox(LinkSettings settings, Topic topic, String name) {
        this.settings = settings;
        this.topic = topic;
        this.sender = new Thread(() -> send(settings.run() + "." + name + "-events"), "events");
        sender.setDaemon(true);
        sender.start();
    }

    /** Reports an event, now or a little later or, where that is impossible, never. */
    public void emit(RunEvent event) {
        if (closing || !waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    /** Events that could not be sent. */
    public long lost() {
        return lost.get();
    }

    private void send(String name) {
        try (RecordSerde serde = new RecordSerde(settings);
                Producer<String, byte[]> producer = Clients.plain(settings, name)) {
            while (!closing || !waiting.isEmpty()) {
                RunEvent event = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    send(event, serde, producer);
                }
            }
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.warn("Events are no longer reported: {}", fault.getMessage());
        }
        closing = true;
        lost.addAndGet(waiting.size());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells what became of it.
    private void send(RunEvent event, RecordSerde serde, Producer<String, byte[]> producer) {
        try {
            var record = serde.record(topic, null, serde.codec().encode(event));
            producer.send(record, (metadata, fault) -> {
                if (fault != null) {
                    lose(event, fault);
                }
            });
        } catch (RuntimeException fault) {
            lose(event, fault);
        }
    }

    private void lose(RunEvent event, Exception fault) {
        if (lost.getAndIncrement() == 0) {
            LOG.warn(
                    "An event could not be reported type={} step={}: {}",
                    event.type(),
                    event.step(),
                    fault.getMessage());
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
