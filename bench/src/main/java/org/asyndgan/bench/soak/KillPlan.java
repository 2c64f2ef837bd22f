package org.asyndgan.bench.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.asyndgan.command.run.ManagedWorkers;

/**
 * Who dies when: a function of the seed, so that an attack can be repeated.
 *
 * @param kills in the order in which they strike
 */
record KillPlan(List<Kill> kills) {

    /** Kills strike within this time of their step, so that they meet a worker anywhere in its work. */
    private static final int SPREAD_MILLIS = 400;

    /** Enough for nobody to be through before the last kill has struck. */
    private static final int STEPS_LEFT = 30;

    /** Nobody dies. */
    static final KillPlan NONE = new KillPlan(List.of());

    KillPlan {
        kills = List.copyOf(kills);
    }

    /**
     * Draws a plan.
     *
     * <p>Generator and sites are struck while they train, the segmentation trainer now while it waits, and, with the
     * last kill, while it trains.
     *
     * @param count kills, at least 0
     * @param steps of the run
     * @param roles among which the victims are
     */
    static KillPlan draw(long seed, int count, long steps, List<String> roles) {
        SplittableRandom random = new SplittableRandom(seed);
        long last = Math.max(1, Math.min(steps * 9 / 10, steps - STEPS_LEFT));
        long[] at = LongStream.generate(() -> 1 + random.nextLong(last))
                .limit(Math.max(0, count - 1))
                .sorted()
                .toArray();
        List<Kill> kills = new ArrayList<>();
        for (long step : at) {
            String victim = roles.get(random.nextInt(roles.size()));
            kills.add(new Kill(victim, step, Duration.ofMillis(random.nextInt(SPREAD_MILLIS))));
        }
        if (count > 0) {
            kills.add(new Kill(ManagedWorkers.SEGMENTER, steps, Duration.ZERO));
        }
        return new KillPlan(kills);
    }

    /**
     * One death.
     *
     * @param step of the generator from which on it strikes; for the trainer's last one the run's last
     * @param delay after the step has been seen
     */
    record Kill(String victim, long step, Duration delay) {}
}
