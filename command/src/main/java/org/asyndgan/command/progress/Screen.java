package org.asyndgan.command.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/** Where a run shows how it is getting on. Belongs to the thread that leads the run. */
public interface Screen extends AutoCloseable {

    /** A new stage begins, such as {@code Starting Kafka}. */
    void stage(String what);

    /** Something worth knowing happened within a stage. */
    void note(String what);

    /**
     * How far the work of the stage is; may be called as often as one likes.
     *
     * @param unit of the work, such as {@code steps}
     * @param afterwards how long the stages after this one are expected to take; zero where there are none, or nobody knows
     * @param details such as the losses; empty for none
     */
    void progress(String unit, long done, long total, Duration afterwards, String details);

    /** The same in the last stage, or where nobody knows how long the others take. */
    default void progress(String unit, long done, long total, String details) {
        progress(unit, done, total, Duration.ZERO, details);
    }

    /** Leaves the terminal as it was found. */
    @Override
    void close();

    /**
     * A bar if a person is looking, plain lines otherwise.
     *
     * @param isTerminal says whether {@code out} ends on a terminal, which Java by itself cannot tell
     */
    static Screen of(PrintStream out, InstantSource clock, boolean isTerminal) {
        return isTerminal ? new TerminalScreen(out, clock) : new PlainScreen(out, clock, Duration.ofSeconds(10));
    }
}
