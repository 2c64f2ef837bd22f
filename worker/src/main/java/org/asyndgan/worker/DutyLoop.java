package org.asyndgan.worker;

import java.time.Duration;

/** Runs a duty to its end or until somebody stops it. */
final class DutyLoop {

    /** Short, for nobody listens during it: an idle turn has waited for records already. */
    private static final Duration PAUSE = Duration.ofMillis(1);

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
        while (!duty.isDone() && !stop.isRequested()) {
            if (duty.turn() == 0 && !duty.isDone()) {
                stop.await(PAUSE);
            }
        }
        if (duty.isDone()) {
            duty.finish();
        } else {
            duty.leave();
        }
    }
}
