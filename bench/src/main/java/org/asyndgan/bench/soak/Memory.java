package org.asyndgan.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.worker.telemetry.ResidentMemory;

/**
 * Resident memory of processes over their lives, where the operating system tells it (Linux).
 *
 * <p>A process is compared with itself, half way through its life and at its end: by half way its heap has the size
 * that it will keep, and what grows after that leaks. Those that lived too short say nothing.
 */
final class Memory {

    private static final Duration WORTH_A_LOOK = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final double GROWTH = 1.15;
    private static final long SLACK_KIB = 32 << 10;

    private final Map<Long, Life> lives = new LinkedHashMap<>();

    /** Looks at a process now. */
    void look(String role, long pid, long nowNanos) {
        ResidentMemory.kib(pid).ifPresent(kib -> lives.computeIfAbsent(pid, unknown -> new Life(role, nowNanos))
                .see(kib, nowNanos));
    }

    /** One line a process that lived long enough to be compared. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        compared()
                .forEach(life -> lines.add(String.format(
                        "%s %d MiB -> %d MiB in %d s",
                        life.role, life.halfWay() >> 10, life.last() >> 10, life.seconds())));
        return lines;
    }

    /** Says whether none of them has grown beyond what garbage explains. */
    boolean isFlat() {
        return compared().stream().allMatch(life -> life.last() <= life.halfWay() * GROWTH + SLACK_KIB);
    }

    private List<Life> compared() {
        return lives.values().stream()
                .filter(life -> life.seconds() >= WORTH_A_LOOK.toSeconds())
                .toList();
    }

    private static final class Life {

        private final String role;
        private final List<Long> kibs = new ArrayList<>();
        private final long since;
        private long until;

        Life(String role, long now) {
            this.role = role;
            this.since = now;
            this.until = now;
        }

        void see(long kib, long now) {
            if (kibs.isEmpty() || now - until >= BETWEEN_LOOKS.toNanos()) {
                kibs.add(kib);
                until = now;
            }
        }

        long halfWay() {
            return kibs.get(kibs.size() / 2);
        }

        long last() {
            return kibs.get(kibs.size() - 1);
        }

        long seconds() {
            return Duration.ofNanos(until - since).toSeconds();
        }
    }
}
