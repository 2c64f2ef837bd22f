package org.asyndgan.worker.telemetry;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a worker did last and what it is waiting for, for whoever asks. Thread-safe. */
@Singleton
public final class Progress {

    private final InstantSource clock;
    private String last = "starting";
    private Instant at;
    private String waitingFor = "its connections";
    private final Map<String, String> troubles = new TreeMap<>();
    private boolean failed;

    Progress(InstantSource clock) {
        this.clock = clock;
        this.at = clock.instant();
    }

    /**
     * Notes that something was done.
     *
     * @param what such as {@code step 120 of 2000}
     * @param next what has to come before more is done, such as {@code gradients}
     */
    public synchronized void did(String what, String next) {
        last = what;
        at = clock.instant();
        waitingFor = next;
    }

    /**
     * Notes something that a person should see to though the work goes on.
     *
     * @param about what it concerns: the newest word on that counts
     * @param what empty once it is over
     */
    public synchronized void trouble(String about, String what) {
        troubles.put(about, what);
        troubles.values().removeIf(String::isEmpty);
    }

    /** Notes that the worker's thread has ended on a failure. */
    public synchronized void failed(String why) {
        did(why, "nothing: it has failed");
        failed = true;
    }

    /** What has to come before more is done. */
    public synchronized String waitingFor() {
        return waitingFor;
    }

    synchronized boolean hasFailed() {
        return failed;
    }

    /** What {@code /health} says of it. */
    synchronized Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("last", last);
        details.put("at", at.toString());
        details.put("waitingFor", waitingFor);
        if (!troubles.isEmpty()) {
            details.put("trouble", String.join("; ", troubles.values()));
        }
        return details;
    }
}
