package org.asyndgan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.AuditLink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker and registry go away in the middle of a run and come back on the same address. */
class KafkaAwayIT {

    private static final long STEPS = 300;
    private static final String AWAY = "Away end=\"Kafka broker\"";

    @TempDir
    Path root;

    @Test
    void workersWaitSaySoOnceAndGoOn() {
        RunSettings settings = new TinyRun(root, 1)
                .settings(
                        "away",
                        FoldMode.ASYNC,
                        STEPS,
                        Map.of(
                                "asyndgan.link.broker-timeout",
                                "4s",
                                "asyndgan.link.kafka.delivery.timeout.ms",
                                "9000"));
        RunFolder folder = RunFolder.create(settings.runs(), settings.name());
        try (LocalStack stack = LocalStack.open(root.resolve("stack"));
                ManagedWorkers workers = new ManagedWorkers(stack, settings, folder, TinyRun.JAVA);
                Attendance attendance = new Attendance(workers, folder)) {
            workers.startAll();
            attendance.untilStep(5);

            stack.broker().stop();
            attendance.until("word of the broker", () -> workers.roles().stream()
                    .allMatch(role -> attendance.log(role).contains(AWAY)));
            attendance.until(
                    "broken transaction",
                    () -> attendance.log(ManagedWorkers.GENERATOR).contains("Waits because="));
            assertThat(attendance.get(ManagedWorkers.GENERATOR, "/health"))
                    .startsWith("503 ")
                    .contains("(ADG-101)");
            stack.registry().stop();
            stack.broker().start();
            attendance.until(
                    "word of the registry",
                    () -> attendance.log(ManagedWorkers.GENERATOR).contains("Away end=\"schema registry\""));
            stack.registry().start();
            attendance.until("end", workers::isDone);

            assertThat(workers.roles())
                    .allSatisfy(role ->
                            assertThat(attendance.count(role, AWAY)).as(role).isEqualTo(1));
            assertThat(attendance.count(ManagedWorkers.GENERATOR, "Waits because="))
                    .isEqualTo(1);
            try (AuditLink log = new AuditLink(workers.link(), List.of(new SiteId("east"), new SiteId("west")))) {
                RunAudit audit = RunAudit.of(log);
                assertThat(audit.steps()).isEqualTo(STEPS);
                assertThat(audit.lost()).isZero();
                assertThat(audit.foldedTwice()).isZero();
            }
        }
    }
}
