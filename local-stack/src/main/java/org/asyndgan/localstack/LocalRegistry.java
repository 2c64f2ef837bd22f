package org.asyndgan.localstack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.asyndgan.localstack.LocalStackException.Trouble;

/**
 * A real schema registry that speaks Confluent's API (Apicurio Registry), as a child process.
 *
 * <p>It keeps its schemas in a file of the data folder and writes what it has to say to {@code registry.log}
 * there. Its default compatibility is FULL. It ends with this process, however this process ends. No
 * authentication, hence 127.0.0.1 only.
 *
 * <p>Not thread-safe.
 */
public final class LocalRegistry implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final DataFolder folder;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();
    private DataFolder.Hold hold;
    private Process process;

    private LocalRegistry(Path folder, int port) {
        this.folder = new DataFolder(folder, "registry");
        this.port = port;
    }

    /** One that is not started yet, on a port that is free now. */
    static LocalRegistry prepare(Path folder) {
        return new LocalRegistry(folder, LoopbackPort.free());
    }

    /** As {@link #open(Path, int)}, on a free port. */
    public static LocalRegistry open(Path folder) {
        return open(folder, LoopbackPort.free());
    }

    /**
     * A registry that answers.
     *
     * @param folder for its data and its log, made where it does not exist; one that a registry has used before
     *     is taken up again
     * @param port to listen on at 127.0.0.1
     * @throws LocalStackException if the port is taken, the folder is not writable, the registry's program is
     *     missing, or the registry does not answer within 3 minutes
     */
    public static LocalRegistry open(Path folder, int port) {
        var registry = new LocalRegistry(folder, port);
        registry.start();
        return registry;
    }

    /** What clients take as {@code schema.registry.url}; the same before and after a stop. */
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /**
     * Starts a stopped registry again, on the same port and data.
     *
     * @throws IllegalStateException if it is running
     * @throws LocalStackException as {@link #open(Path, int)}
     */
    public void start() {
        if (process != null) {
            throw new IllegalStateException("The registry at " + url() + " is running; stop it first");
        }
        LoopbackPort.requireFree(port, "registry");
        hold = folder.hold();
        boolean isReady = false;
        try {
            process = launch();
            awaitAnswer();
            requireFullCompatibility();
            isReady = true;
        } catch (IOException failed) {
            throw notStarted(failed.toString(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw notStarted("the start was interrupted", interrupted);
        } finally {
            if (!isReady) {
                stop();
            }
        }
    }

    /** Stops a running registry in good order; its data stay. Does nothing to a stopped one. */
    public void stop() {
        if (process != null) {
            end(process);
            process = null;
        }
        if (hold != null) {
            hold.close();
            hold = null;
        }
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        var log = log().toFile();
        return new ProcessBuilder(command())
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private List<String> command() {
        var classPath = RegistryHome.runner() + File.pathSeparator + RegistryHome.classes();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ClassArchive.flags("registry"));
        command.addAll(List.of(
                "-Xmx256m",
                // Enumerations are looked up in capitals, which Turkish writes in another way.
                "-Duser.language=en",
                "-Duser.country=US",
                // It serves a handful of requests a run: a quick start is worth more than fast code.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.datasource.jdbc.url=jdbc:h2:file:" + folder.resolve("registry"),
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.datasource.jdbc.max-size=4",
                // Confluent's registry takes two spellings of one schema for one schema; so shall this.
                "-Dregistry.ccompat.use-canonical-hash=true",
                "-cp",
                classPath,
                RegistryMain.class.getName()));
        return command;
    }

    private void awaitAnswer() throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw notStarted("it ended with exit status " + process.exitValue(), null);
            }
            if (System.nanoTime() > deadline) {
                throw notStarted("it did not answer at " + url() + " within " + START_LIMIT.toSeconds() + " s", null);
            }
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return http.send(request("/subjects").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void requireFullCompatibility() throws IOException, InterruptedException {
        var request = request("/config")
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL\"}"))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "it answered " + answer.statusCode() + " to the setting of its compatibility: " + answer.body());
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(REQUEST_LIMIT);
    }

    private Path log() {
        return folder.resolve("registry.log");
    }

    private LocalStackException notStarted(String why, Exception cause) {
        return new LocalStackException(
                Trouble.REGISTRY_NOT_STARTED,
                "The local schema registry did not start: " + why + ". See its log at " + log() + ".",
                cause);
    }
}
