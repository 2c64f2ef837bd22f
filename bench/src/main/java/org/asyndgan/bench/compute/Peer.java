package org.asyndgan.bench.compute;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A process that times one implementation whenever it is told to, and is silent in between. */
final class Peer implements AutoCloseable {

    private static final String PREFIX = "bench ";

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final String description;

    /**
     * Starts the process and waits until it has introduced itself.
     *
     * @param log where its errors and everything but its answers go
     */
    Peer(String name, List<String> command, int threads, File log) throws IOException {
        this.name = name;
        var builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().remove("CLASSPATH");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
        this.process = builder.start();
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.description = answer("hello ");
    }

    String name() {
        return name;
    }

    /** What it says it is. */
    String description() {
        return description;
    }

    void prepare(Workload workload) throws IOException {
        tell("prepare " + workload.line());
        answer("ready");
    }

    /** Runs some steps. @return how long each took, nanoseconds */
    long[] run(int steps) throws IOException {
        tell("run " + steps);
        return Arrays.stream(answer("nanos ").trim().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private void tell(String line) throws IOException {
        commands.write(line);
        commands.newLine();
        commands.flush();
    }

    private String answer(String kind) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(PREFIX + kind)) {
                return line.substring(PREFIX.length() + kind.length());
            }
        }
        throw new IOException("The process of " + name + " ended before it answered");
    }

    @Override
    public void close() {
        try (answers) {
            tell("quit");
            process.waitFor();
        } catch (IOException gone) {
            process.destroy();
        } catch (InterruptedException hurried) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
