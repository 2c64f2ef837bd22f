package org.asyndgan.worker;

import java.time.Duration;

/** Runs a duty to its end or until somebody stops it, backing off while it is idle. */
final class DutyLoop {

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final Duty duty;
    private final StopSignal stop;
    private final Runnable begun;

    /** @param begun is told once the duty has taken up its work */
    DutyLoop(Duty duty, StopSignal stop, Runnable begun) {
        this.duty = duty;
        this.stop = stop;
        this.begun = begun;
    }

    /** Runs on the calling thread; the duty is not closed. */
    void run() {
        duty.begin();
        begun.run();
        Duration pause = SHORTEST_PAUSE;
        while (!duty.isDone() && !stop.isRequested()) {
            if (duty.turn() > 0) {
                pause = SHORTEST_PAUSE;
            } else if (!duty.isDone()) {
                stop.await(pause);
                pause = longer(pause);
            }
        }
        if (duty.isDone()) {
            duty.finish();
        } else {
            duty.leave();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
