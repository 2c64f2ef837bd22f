package org.asyndgan.worker;

import java.time.Duration;
import org.asyndgan.transport.TransportException;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a worker outlive a broker or a registry that is away: it waits, longer each time, and takes the work up again
 * where its log ends, as after a crash.
 *
 * <p>The first connection must succeed: an address that never answered is more likely wrong than away.
 */
final class ReconnectBackoff {

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectBackoff.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final StopSignal stop;
    private final Progress progress;
    private Duration pause = SHORTEST_PAUSE;
    private boolean hasWorked;
    private boolean isWaiting;
    private int waits;

    ReconnectBackoff(StopSignal stop, Progress progress) {
        this.stop = stop;
        this.progress = progress;
    }

    /** The worker is connected and at work. */
    void works() {
        hasWorked = true;
        pause = SHORTEST_PAUSE;
        if (isWaiting) {
            LOG.info("Goes on");
            isWaiting = false;
        }
    }

    /** Says whether a failure is one that passes by itself, so that it is worth waiting. */
    boolean covers(RuntimeException failure) {
        return hasWorked && failure instanceof TransportException trouble && trouble.isRetriable();
    }

    /**
     * Waits before another try.
     *
     * @return false if somebody asked for the end instead
     */
    boolean await(RuntimeException failure) {
        waits++;
        if (!isWaiting) {
            LOG.warn("Waits because=\"{}\"", failure.getMessage());
            isWaiting = true;
        }
        progress.did("lost its connection: " + failure.getMessage(), "broker and registry to answer again");
        stop.await(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return !stop.isRequested();
    }

    /** How often it has waited. */
    int waits() {
        return waits;
    }
}
