package org.asyndgan.worker.telemetry;

import java.time.InstantSource;
import java.util.ArrayDeque;

/** How often something happens, over the last hundred times. Not thread-safe. */
public final class Pace {

    private static final int WINDOW = 100;

    private final InstantSource clock;
    private final ArrayDeque<Long> millis = new ArrayDeque<>();

    public Pace(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes that it happened just now. */
    public void tick() {
        millis.addLast(clock.millis());
        if (millis.size() > WINDOW) {
            millis.removeFirst();
        }
    }

    /** Times a second; 0 until it happened twice. */
    public double perSecond() {
        if (millis.size() < 2) {
            return 0;
        }
        double seconds = (millis.getLast() - millis.getFirst()) / 1000.0;
        return seconds > 0 ? (millis.size() - 1) / seconds : 0;
    }
}
