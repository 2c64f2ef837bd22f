package org.asyndgan.command.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.worker.StopSignal;
import org.asyndgan.worker.Worker;

/** A child process that works for a run, and the log that it writes. */
public final class WorkerProcess {

    /** What a shell makes of signal 9. */
    private static final int KILLED = 137;

    private static final String NOTHING = "it wrote nothing";
    private static final String SERVING = "Serving /health and /prometheus url=";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path log;
    private final long from;

    /** @param from where in the log its own lines begin: bytes that others have written before */
    WorkerProcess(String name, Process process, Path log, long from) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.from = from;
    }

    /** Such as {@code generator} or {@code site-mercy}. */
    String name() {
        return name;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Says whether it came to its end by itself with all its work done. */
    public boolean isDone() {
        return !process.isAlive() && process.exitValue() == 0;
    }

    /**
     * Insists that it is working or has done its work.
     *
     * @throws RunException ADG-704 if it ended with a failure
     */
    public void requireHealthy() {
        if (!isAlive() && !isDone() && process.exitValue() == KILLED) {
            throw new RunException(
                    "ADG-704",
                    "The " + name.replace('-', ' ')
                            + " was killed (exit code " + KILLED + "): by somebody, or by the operating system because"
                            + " memory ran out, which its log (dmesg) then says. Start with fewer sites, smaller batches or"
                            + " images, or on a machine with more memory. All that it wrote is in " + log + ".");
        }
        if (!isAlive() && !isDone()) {
            throw new RunException(
                    "ADG-704",
                    "The " + name.replace('-', ' ') + " ended with exit code " + process.exitValue() + ": "
                            + lastWords() + " All that it wrote is in " + log + ".");
        }
    }

    /**
     * Why it ended: its last line, which a worker that ends itself writes for people; of one that the system or the JVM
     * ended the last error, if it wrote one.
     */
    private String lastWords() {
        List<String> lines = linesOfLog();
        String last = lines.isEmpty() ? NOTHING : lines.get(lines.size() - 1);
        if (process.exitValue() != Worker.FAILED) {
            last = lines.stream()
                    .filter(WorkerProcess::isError)
                    .reduce((earlier, later) -> later)
                    .orElse(last);
        }
        String words = last.strip();
        return words.endsWith(".") || words.endsWith(")") ? words : words + ".";
    }

    private List<String> linesOfLog() {
        try (InputStream file = Files.newInputStream(log)) {
            file.skipNBytes(from);
            // What a library wrote in another encoding must not hide the rest.
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static boolean isError(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        return upper.contains(" ERROR ")
                || line.startsWith("Exception in thread")
                || upper.contains("OUTOFMEMORYERROR");
    }

    public long pid() {
        return process.pid();
    }

    public int exitCode() {
        return process.exitValue();
    }

    /** Where it serves {@code /health}, as its log tells; nothing before it does. */
    public Optional<URI> endpoint() {
        return linesOfLog().stream()
                .filter(line -> line.contains(SERVING))
                .reduce((earlier, later) -> later)
                .map(line -> URI.create(line.substring(line.indexOf(SERVING) + SERVING.length())));
    }

    /** Lets one that was {@linkplain Launcher#startEarly started early} connect; one that has ended meanwhile stays ended. */
    void letConnect() {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException gone) {
            // Its exit code says why, and is asked for.
        }
    }

    /** Ends it at once, as a power cut would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(LIMIT);
    }

    /** Asks it to end; it saves its state first. */
    public void askToEnd() {
        process.destroy();
    }

    /** Waits for its end, which comes sooner if somebody asks for it. @return its exit code */
    public int awaitEnd(StopSignal stop) {
        while (isAlive()) {
            if (stop.isRequested()) {
                askToEnd();
            }
            awaitEndAtMost(LOOK);
        }
        return exitCode();
    }

    /** Waits for its end, and lets it be if it does not come. */
    public void awaitEndAtMost(Duration limit) {
        try {
            boolean unused = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            askToEnd();
        }
    }

    /** Waits for its end, and enforces it once the limit is over. */
    public void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
