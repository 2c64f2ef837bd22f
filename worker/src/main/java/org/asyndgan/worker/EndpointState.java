package org.asyndgan.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.asyndgan.transport.link.Connectivity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Broker or registry as the log tells of it: one line when it goes away, one when it is back. Not thread-safe. */
final class EndpointState {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointState.class);

    /** One answer may be late on a machine with much to do. */
    private static final int SILENCES_THAT_COUNT = 2;

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
        if (silences == SILENCES_THAT_COUNT) {
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
