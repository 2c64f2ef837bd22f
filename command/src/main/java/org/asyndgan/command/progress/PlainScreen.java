package org.asyndgan.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** One line a stage, and one every few seconds within a long stage: for files, pipes and build servers. */
final class PlainScreen implements Screen {

    private final PrintStream out;
    private final InstantSource clock;
    private final Duration every;
    private final Instant start;
    private Instant nextLine;
    private Optional<StagePace> pace = Optional.empty();

    PlainScreen(PrintStream out, InstantSource clock, Duration every) {
        this.out = out;
        this.clock = clock;
        this.every = every;
        this.start = clock.instant();
        beginStage();
    }

    @Override
    public void stage(String what) {
        beginStage();
        line(what);
    }

    private void beginStage() {
        nextLine = clock.instant().plus(every);
        pace = Optional.empty();
    }

    @Override
    public void note(String what) {
        line("  " + what);
    }

    @Override
    public void progress(String unit, long done, long total, Duration afterwards, String details) {
        Instant now = clock.instant();
        StagePace known = pace.orElseGet(() -> new StagePace(now, done));
        pace = Optional.of(known);
        if (now.isBefore(nextLine) && (done < total || nextLine.equals(Instant.MAX))) {
            return;
        }
        nextLine = done < total ? now.plus(every) : Instant.MAX;
        String rate = known.perSecond(done, now)
                .map(perSecond -> String.format(Locale.ROOT, "  %.1f/s", perSecond))
                .orElse("");
        String left = known.left(done, total, now)
                .map(time -> ", " + Elapsed.of(time) + " left")
                .orElse("");
        String toTheEnd = known.toTheEnd(done, total, afterwards, now);
        line("  " + unit + " " + done + "/" + total + rate + left + (toTheEnd.isEmpty() ? "" : ", " + toTheEnd)
                + (details.isEmpty() ? "" : "  " + details));
    }

    private void line(String text) {
        out.println("[" + Elapsed.of(Duration.between(start, clock.instant())) + "] " + text);
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
