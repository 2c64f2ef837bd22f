package org.asyndgan.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One line a stage, and a bar under it while its work can be counted. */
final class TerminalScreen implements Screen {

    private static final int REDRAW_MILLIS = 250;
    private static final int WIDEST = 160;

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;
    private Optional<ProgressBar> bar = Optional.empty();
    private Optional<StagePace> pace = Optional.empty();

    TerminalScreen(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Override
    public void stage(String what) {
        endBar();
        line(what);
    }

    @Override
    public void note(String what) {
        endBar();
        line("  " + what);
    }

    @Override
    public void progress(String unit, long done, long total, Duration afterwards, String details) {
        ProgressBar shown = bar.orElseGet(() -> begin(unit, done, total));
        Instant now = clock.instant();
        StagePace known = pace.orElseGet(() -> new StagePace(now, done));
        pace = Optional.of(known);
        String toTheEnd = known.toTheEnd(done, total, afterwards, now);
        shown.setExtraMessage((toTheEnd.isEmpty() ? "" : " " + toTheEnd) + (details.isEmpty() ? "" : " " + details));
        shown.stepTo(done);
        bar = Optional.of(shown);
        if (done >= total) {
            endBar();
        }
    }

    private ProgressBar begin(String unit, long done, long total) {
        return new ProgressBarBuilder()
                .setTaskName("      ")
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUnit(" " + unit, 1)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setMaxRenderedLength(WIDEST)
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .build();
    }

    private void endBar() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        pace = Optional.empty();
    }

    private void line(String text) {
        out.println("[" + Elapsed.of(Duration.between(start, clock.instant())) + "] " + text);
        out.flush();
    }

    @Override
    public void close() {
        endBar();
    }
}
