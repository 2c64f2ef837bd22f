package org.asyndgan.transport.link;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when to knock again at a door that stayed shut: soon at first, then less and less often. */
final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private long delay;
    private long until;

    BackOff(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The door stayed shut. @return whether it had been open before */
    boolean failed() {
        boolean first = delay == 0;
        delay = Math.min(first ? FIRST.toNanos() : 2 * delay, LONGEST.toNanos());
        until = nanoTime.getAsLong() + delay;
        return first;
    }

    void succeeded() {
        delay = 0;
    }

    /** Says whether it is too early to try again. */
    boolean isWaiting() {
        return delay > 0 && nanoTime.getAsLong() < until;
    }
}
