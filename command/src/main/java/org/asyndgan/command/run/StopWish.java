package org.asyndgan.command.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a run end early, which Ctrl-C and SIGTERM express.
 *
 * <p>The process waits for the thread that leads the run to put everything away. Thread-safe.
 */
public final class StopWish implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch granted = new CountDownLatch(1);

    public StopWish() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::wish, "stop-run"));
    }

    private void wish() {
        wished.countDown();
        try {
            granted.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says whether somebody has expressed it. */
    public boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits a little, less if somebody wishes the end. */
    void pause(Duration atMost) {
        try {
            wished.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            wished.countDown();
        }
    }

    /** Waits for a worker's end, which comes sooner if somebody wishes it. @return its exit code */
    int await(WorkerProcess worker) {
        while (worker.isAlive()) {
            if (isWished()) {
                worker.askToEnd();
            }
            worker.awaitEndAtMost(LOOK);
        }
        return worker.exitCode();
    }

    /** Everything has been put away; the process may end. */
    @Override
    public void close() {
        granted.countDown();
    }
}
