package org.asyndgan.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request that a worker stop, from SIGTERM, the end of its parent process, or a test.
 *
 * <p>Thread-safe. The worker ends the turn it is in, saves its state and leaves.
 */
public final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);
    private final AtomicReference<String> reason = new AtomicReference<>("");

    /**
     * Asks the worker to stop; only the first request counts.
     *
     * @param why completes the sentence "the worker stops because …"
     */
    public void request(String why) {
        reason.compareAndSet("", why);
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Why the worker is to stop; empty as long as nobody asked. */
    public String reason() {
        return reason.get();
    }

    /** Waits until somebody asks for the end, at most this long. */
    void await(Duration atMost) {
        try {
            requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request("its thread was interrupted");
        }
    }
}
