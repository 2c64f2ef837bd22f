package org.asyndgan.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.transport.MonotonicClock;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final HandSetClock clock = new HandSetClock();
    private final BackOff backOff = new BackOff(clock);

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToTenSeconds() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            backOff.failed();
            long before = clock.nanoTime();
            while (backOff.isWaiting()) {
                clock.pause(Duration.ofMillis(100));
            }
            waits.add((clock.nanoTime() - before) / 1_000_000);
        }

        assertThat(waits).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }

    @Test
    void beginsAnewAfterASuccess() {
        assertThat(backOff.failed()).isTrue();
        assertThat(backOff.failed()).isFalse();

        backOff.succeeded();

        assertThat(backOff.isWaiting()).isFalse();
        assertThat(backOff.failed()).isTrue();
        clock.pause(Duration.ofMillis(100));
        assertThat(backOff.isWaiting()).isFalse();
    }

    /** Passes as it is told to. */
    private static final class HandSetClock implements MonotonicClock {

        private long now = 1;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(Duration atMost) {
            now += atMost.toNanos();
        }
    }
}
