package org.asyndgan.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Measures waiting and waits; handed in, so that a test need not wait. Thread-safe. */
public interface MonotonicClock {

    /** The clock of this process. */
    MonotonicClock SYSTEM = new MonotonicClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration atMost) {
            LockSupport.parkNanos(atMost.toNanos());
        }
    };

    /** Nanoseconds since some moment; only differences mean something. */
    long nanoTime();

    /** Waits this long, less if the thread is interrupted. */
    void pause(Duration atMost);
}
