package org.asyndgan.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** One line a stage, and one every few seconds within a long stage: for files, pipes and build servers. */
final class PlainScreen implements Screen {

    private final PrintStream out;
    private final InstantSource clock;
    private final Duration every;
    private final Instant start;
    private Instant stageStart;
    private Instant nextLine;
    private long firstDone;

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
        stageStart = clock.instant();
        nextLine = stageStart.plus(every);
        firstDone = -1;
    }

    @Override
    public void note(String what) {
        line("  " + what);
    }

    @Override
    public void progress(String unit, long done, long total, String details) {
        Instant now = clock.instant();
        if (firstDone < 0) {
            firstDone = done;
            stageStart = now;
        }
        if (now.isBefore(nextLine) && (done < total || nextLine.equals(Instant.MAX))) {
            return;
        }
        nextLine = done < total ? now.plus(every) : Instant.MAX;
        line("  " + unit + " " + done + "/" + total + pace(done, total, Duration.between(stageStart, now))
                + (details.isEmpty() ? "" : "  " + details));
    }

    private String pace(long done, long total, Duration since) {
        double seconds = since.toMillis() / 1000.0;
        if (done <= firstDone || seconds <= 0) {
            return "";
        }
        double rate = (done - firstDone) / seconds;
        String left =
                done < total ? ", " + Elapsed.of(Duration.ofSeconds(Math.round((total - done) / rate))) + " left" : "";
        return String.format(Locale.ROOT, "  %.1f/s%s", rate, left);
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
