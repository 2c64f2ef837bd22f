package org.asyndgan.transport.log;

import java.time.Duration;
import org.asyndgan.transport.MonotonicClock;

/** Says when to try again after a failure: after 100 ms at first, then twice as long each time, at most 10 s. */
final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final MonotonicClock clock;
    private long delay;
    private long until;

    BackOff(MonotonicClock clock) {
        this.clock = clock;
    }

    /** The attempt failed. @return whether the one before had succeeded */
    boolean failed() {
        boolean first = delay == 0;
        delay = Math.min(first ? FIRST.toNanos() : 2 * delay, LONGEST.toNanos());
        until = clock.nanoTime() + delay;
        return first;
    }

    void succeeded() {
        delay = 0;
    }

    /** Says whether it is too early to try again. */
    boolean isWaiting() {
        return delay > 0 && clock.nanoTime() < until;
    }
}
