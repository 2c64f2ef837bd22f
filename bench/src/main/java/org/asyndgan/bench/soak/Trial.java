package org.asyndgan.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.progress.TrainingWatch;
import org.asyndgan.command.run.LocalReplay;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.AuditLink;
import org.asyndgan.transport.link.EventInbox;

/** One run under a plan of kills, from its start to what its log says afterwards. */
final class Trial {

    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(4);
    private static final Pattern REPLAYED = Pattern.compile("Started .*replayed=(\\d+)");

    private final LocalStack stack;
    private final RunSettings settings;
    private final RunFolder folder;
    private final KillPlan plan;
    private final Memory memory;
    private final BooleanSupplier stop;
    private final TrainingWatch watch = new TrainingWatch();
    private long trainingSince;
    private long trainingUntil;
    private long progressAt = System.nanoTime();
    private int kills;

    /** @param stop ends the trial early */
    Trial(LocalStack stack, RunSettings settings, KillPlan plan, Memory memory, BooleanSupplier stop) {
        this.stack = stack;
        this.settings = settings;
        this.plan = plan;
        this.memory = memory;
        this.stop = stop;
        this.folder = RunFolder.create(settings.runs(), settings.name());
        settings.keepIn(folder);
    }

    /**
     * Runs it.
     *
     * @throws RunException if a worker failed that nobody killed, or the run came to a standstill
     */
    TrialResult run() {
        try (ManagedWorkers workers = new ManagedWorkers(stack, settings, folder, TinyRun.JAVA)) {
            workers.startAll();
            try (EventInbox events = workers.events()) {
                attack(workers, events);
            }
            try (AuditLink log = new AuditLink(
                    workers.link(), TinyRun.SITES.stream().map(SiteId::new).toList())) {
                return outcome(RunAudit.of(log));
            }
        }
    }

    private void attack(ManagedWorkers workers, EventInbox events) {
        Deque<KillPlan.Kill> left = new ArrayDeque<>(plan.kills());
        long strikeAt = Long.MAX_VALUE;
        while (!workers.isDone()) {
            look(workers, events);
            if (left.isEmpty()) {
                continue;
            }
            if (strikeAt == Long.MAX_VALUE && isTimeFor(left.peek())) {
                strikeAt = System.nanoTime() + left.peek().delay().toNanos();
            }
            if (System.nanoTime() >= strikeAt) {
                strike(workers, left.poll());
                strikeAt = Long.MAX_VALUE;
            }
        }
    }

    private boolean isTimeFor(KillPlan.Kill kill) {
        boolean lastOfTrainer = kill.victim().equals(ManagedWorkers.SEGMENTER)
                && kill.step() == settings.training().steps();
        return lastOfTrainer
                ? watch.value(ManagedWorkers.SEGMENTER, "samples").isPresent()
                : watch.step() >= kill.step();
    }

    private void strike(ManagedWorkers workers, KillPlan.Kill kill) {
        if (workers.isAlive(kill.victim())) {
            workers.kill(kill.victim());
            workers.start(kill.victim());
            kills++;
        }
    }

    private void look(ManagedWorkers workers, EventInbox events) {
        List<RunEvent> telemetry = events.poll();
        long now = System.nanoTime();
        telemetry.forEach(watch::see);
        if (!telemetry.isEmpty()) {
            progressAt = now;
        }
        if (trainingSince == 0 && watch.step() > 0) {
            trainingSince = now;
        }
        if (watch.step() < settings.training().steps()) {
            trainingUntil = now;
        }
        workers.roles().stream()
                .filter(workers::isAlive)
                .forEach(role -> memory.look(settings.name() + " " + role, workers.pid(role), now));
        workers.requireHealthy();
        if (stop.getAsBoolean()) {
            throw new RunException("ADG-321", "The soak was stopped before its end.");
        }
        if (now - progressAt > LONGEST_STANDSTILL.toNanos()) {
            throw new RunException(
                    "ADG-323",
                    "Run " + settings.name() + " has stood still at step " + watch.step() + " for "
                            + LONGEST_STANDSTILL.toMinutes() + " minutes; look into the logs in " + folder.path()
                            + ".");
        }
    }

    private TrialResult outcome(RunAudit audit) {
        int restarts = 0;
        long replayed = 0;
        for (String log :
                List.of(ManagedWorkers.GENERATOR, "site-" + TinyRun.SITES.get(0), "site-" + TinyRun.SITES.get(1))) {
            Matcher started = REPLAYED.matcher(read(folder.log(log)));
            while (started.find()) {
                restarts++;
                replayed += Long.parseLong(started.group(1));
            }
        }
        double seconds = (trainingUntil - trainingSince) / 1e9;
        return new TrialResult(
                settings.training().mode(),
                plan.kills().size(),
                kills,
                restarts - 1 - TinyRun.SITES.size(),
                replayed,
                audit,
                LocalReplay.of(settings.runs(), settings.name()).isEqual(stack),
                networkChecksum(),
                settings.training().steps() / Math.max(seconds, 0.1),
                watch.score().map(RunEvent::values).orElse(Map.of()).getOrDefault("dice", Double.NaN));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** CRC-32C of the U-Net's weights; what the file says of its origin is left out. */
    private long networkChecksum() {
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(
                            folder.path().resolve("segmenter").resolve("network.safetensors")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            file.position(Long.BYTES + Math.toIntExact(file.getLong(0)));
            CRC32C crc = new CRC32C();
            crc.update(file);
            return crc.getValue();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
