package org.asyndgan.worker.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.asyndgan.transport.link.Connectivity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker or registry in the log: one line when it stops answering, one when it answers again. Not thread-safe. */
final class EndpointState {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointState.class);

    /** A single answer may be late on a busy machine. */
    private static final int SILENCES_TO_REPORT = 2;

    private final String name;
    private final InstantSource clock;
    private Instant awaySince = Instant.MAX;
    private int silences;

    EndpointState(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    void see(Connectivity.Answer answer) {
        boolean wasAway = !awaySince.equals(Instant.MAX);
        silences = answer.isReachable() ? 0 : silences + 1;
        if (silences == SILENCES_TO_REPORT) {
            awaySince = clock.instant();
            LOG.warn("Away end=\"{}\" trouble=\"{}\"", name, answer.trouble());
        } else if (answer.isReachable() && wasAway) {
            LOG.info(
                    "Back end=\"{}\" after={}s",
                    name,
                    Duration.between(awaySince, clock.instant()).toSeconds());
            awaySince = Instant.MAX;
        }
    }
}
