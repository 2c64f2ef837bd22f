package org.asyndgan.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.progress.TrainingWatch;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.transport.link.EventInbox;

/** Watches the workers from outside as a person would: by events, logs and HTTP. */
final class Attendance implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final TrainingWatch watch = new TrainingWatch();
    private final ManagedWorkers workers;
    private final RunFolder folder;
    private final EventInbox events;

    Attendance(ManagedWorkers workers, RunFolder folder) {
        this.workers = workers;
        this.folder = folder;
        this.events = workers.events();
    }

    /** Waits until the run has come so far. */
    void untilStep(long step) {
        until("step " + step, () -> watch.step() >= step);
    }

    void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Within 3 minutes there was no " + what + "; the run is at step "
                        + watch.step() + ". The generator's log:\n" + log(ManagedWorkers.GENERATOR));
            }
            workers.requireHealthy();
            look();
        }
    }

    /** Takes in the events that have come. */
    void look() {
        events.poll().forEach(watch::see);
    }

    String log(String role) {
        try {
            return Files.readString(folder.log(role));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** How often a worker's log says something. */
    int count(String role, String what) {
        return log(role).split(java.util.regex.Pattern.quote(what), -1).length - 1;
    }

    /** What a worker answers at a path; its status first. */
    String get(String role, String path) {
        URI at = workers.endpoint(role).orElseThrow().resolve(path);
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(at).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Names of the snapshots in a worker's folder, the oldest first. */
    static java.util.List<String> snapshots(Path state) {
        try (var files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".snapshot"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
