package org.asyndgan.command.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast the work of a stage goes on, counted from where it was first looked at: a resumed run has not done the rest just now.
 *
 * @param since when it was first looked at
 * @param first work that was done then
 */
record StagePace(Instant since, long first) {

    /** Work a second; nothing before there has been any. */
    Optional<Double> perSecond(long done, Instant now) {
        double seconds = Duration.between(since, now).toMillis() / 1000.0;
        return done > first && seconds > 0 ? Optional.of((done - first) / seconds) : Optional.empty();
    }

    /** How long the rest of the stage takes at this pace; nothing where it is done, or has not begun. */
    Optional<Duration> left(long done, long total, Instant now) {
        return done >= total
                ? Optional.empty()
                : perSecond(done, now).map(rate -> Duration.ofSeconds(Math.round((total - done) / rate)));
    }

    /** Such as {@code 3:59 to the report}, with what comes after the stage; empty where nothing does, or nobody knows. */
    String toTheEnd(long done, long total, Duration afterwards, Instant now) {
        return afterwards.isZero()
                ? ""
                : left(done, total, now)
                        .map(left -> Elapsed.of(left.plus(afterwards)) + " to the report")
                        .orElse("");
    }
}
