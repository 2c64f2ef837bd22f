package org.asyndgan.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request that a worker or a run stop, from Ctrl-C, SIGTERM, the end of the parent process, or a test.
 *
 * <p>Thread-safe. Who is asked ends the turn it is in, saves its state and leaves.
 */
public final class StopSignal implements AutoCloseable {

    private static final Duration PUT_AWAY_LIMIT = Duration.ofSeconds(60);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch putAway = new CountDownLatch(1);
    private final AtomicReference<String> reason = new AtomicReference<>("");

    /** A signal that Ctrl-C and SIGTERM give; the process then waits until it is closed, at most a minute. */
    public static StopSignal ofThisProcess() {
        StopSignal stop = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::endProcess, "stop-run"));
        return stop;
    }

    private void endProcess() {
        request("the process was told to end");
        await(putAway, PUT_AWAY_LIMIT);
    }

    /**
     * Asks for the end; only the first request counts.
     *
     * @param why completes the sentence "it stops because …"
     */
    public void request(String why) {
        reason.compareAndSet("", why);
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Why it is to stop; empty as long as nobody asked. */
    public String reason() {
        return reason.get();
    }

    /** Waits until somebody asks for the end, at most this long. */
    public void await(Duration atMost) {
        await(requested, atMost);
    }

    private void await(CountDownLatch latch, Duration atMost) {
        try {
            boolean unused = latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request("its thread was interrupted");
        }
    }

    /** Everything has been put away: the process may end. */
    @Override
    public void close() {
        putAway.countDown();
    }
}
