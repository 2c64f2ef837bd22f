package org.asyndgan.worker.telemetry;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.asyndgan.transport.link.Connectivity;
import org.asyndgan.transport.log.LinkSettings;

/**
 * The two endpoints that a worker needs, for {@code /health} and the log. Thread-safe.
 *
 * <p>Both are asked every few seconds: one that stops answering makes one line of the log, and so does its return.
 */
@Singleton
public final class Connections {

    private static final long LOOK_SECONDS = 5;

    private final EndpointState broker;
    private final EndpointState registry;
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connections");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<Connectivity> watched = Optional.empty();
    private volatile Runnable gate = () -> {};

    Connections(InstantSource clock) {
        this.broker = new EndpointState("Kafka broker", clock);
        this.registry = new EndpointState("schema registry", clock);
    }

    /** From now on whoever begins to connect waits for this first. */
    public void waitFor(Runnable gate) {
        this.gate = gate;
    }

    /**
     * Begins to watch broker and registry, over connections of its own; does nothing if it does already. Called by every
     * worker before it connects.
     */
    public void watch(LinkSettings link) {
        gate.run();
        begin(link);
    }

    private synchronized void begin(LinkSettings link) {
        if (watched.isEmpty()) {
            watched = Optional.of(new Connectivity(link));
            var unused = poller.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void look() {
        broker().ifPresent(broker::see);
        registry().ifPresent(registry::see);
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Connectivity.Answer> broker() {
        return watched.map(Connectivity::broker);
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Connectivity.Answer> registry() {
        return watched.map(Connectivity::registry);
    }

    @PreDestroy
    void close() {
        poller.shutdownNow();
        watched.ifPresent(Connectivity::close);
    }
}
