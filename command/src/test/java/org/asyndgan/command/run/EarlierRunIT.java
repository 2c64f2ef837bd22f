package org.asyndgan.command.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.AuditLink;
import org.asyndgan.transport.link.EventInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that commit 4d68b37 began goes on under today's program: its state folders, its broker's and its registry's data,
 * as they lay there when all workers had been killed in the middle of the training.
 *
 * <p>{@code make-earlier-run.sh}, beside the archive, made it and let the earlier program itself finish the run: in sync
 * mode there is one right end. The numbers hold where the native library rounds as it did there; elsewhere the test is
 * skipped and says so.
 */
class EarlierRunIT {

    private static final List<String> JAVA = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final List<String> SITES = List.of("east", "west");
    private static final String RUN = "earlier";

    @TempDir
    Path root;

    private final Properties expected = new Properties();

    @BeforeEach
    void unpacks() throws IOException {
        try (InputStream numbers = EarlierRunIT.class.getResourceAsStream("earlier-run.properties")) {
            expected.load(numbers);
        }
        assumeThat(String.format("%08x", NativeProbe.checksum()))
                .as("this machine rounds otherwise than %s where the run was made", expected.get("engine"))
                .isEqualTo(expected.get("probe"));
        try (ZipInputStream archive = new ZipInputStream(EarlierRunIT.class.getResourceAsStream("earlier-run.zip"))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path file = root.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                byte[] content = archive.readAllBytes();
                if (entry.getName().endsWith("run.json")) {
                    String text = new String(content, StandardCharsets.UTF_8);
                    content = text.replace("FOLDER", root.toString()).getBytes(StandardCharsets.UTF_8);
                }
                Files.write(file, content);
            }
        }
        Files.createDirectories(root.resolve("runs").resolve(RUN).resolve("logs"));
    }

    @Test
    void goesOnToTheEndThatTheEarlierProgramCameTo() throws IOException {
        RunFolder folder = new RunFolder(root.resolve("runs").resolve(RUN));
        RunSettings settings = RunSettings.JSON.readValue(folder.settings().toFile(), RunSettings.class);

        try (LocalStack stack = LocalStack.open(folder.path());
                ManagedWorkers workers = new ManagedWorkers(stack, settings, folder, JAVA)) {
            runToItsEnd(workers);

            assertThat(replayed(folder, "generator")).isPositive();
            SITES.forEach(site -> assertThat(replayed(folder, "site-" + site)).isPositive());
            try (AuditLink log = new AuditLink(
                    workers.link(), SITES.stream().map(SiteId::new).toList())) {
                RunAudit audit = RunAudit.of(log);
                assertThat(audit.finished()).isTrue();
                assertThat(audit.steps()).isEqualTo(Long.parseLong(expected.getProperty("steps")));
                assertThat(audit.folds()).isEqualTo(Long.parseLong(expected.getProperty("folds")));
                assertThat(audit.lost() + audit.foldedTwice()).isZero();
                assertThat(String.format("%08x", audit.checksum())).isEqualTo(expected.get("generator"));
            }
            assertThat(String.format("%08x", networkChecksum(folder.segmenter())))
                    .isEqualTo(expected.get("segmenter"));
            assertThat(LocalReplay.of(settings.runs(), RUN).isEqual(stack)).isTrue();
        }
    }

    private static void runToItsEnd(ManagedWorkers workers) {
        try (EventInbox events = workers.events()) {
            workers.startAll();
            long deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
            while (!workers.isDone()) {
                workers.requireHealthy();
                events.poll();
                assertThat(System.nanoTime()).as("the run does not end").isLessThan(deadline);
            }
        }
    }

    /** Records that a worker repeated on its way back, as its log has it. */
    private static long replayed(RunFolder folder, String role) {
        try {
            var started = Pattern.compile("Started .*incarnation=1 .*replayed=(\\d+)|Started site=.* replayed=(\\d+)")
                    .matcher(Files.readString(folder.log(role)));
            assertThat(started.find())
                    .as("%s has started within its incarnation 1", role)
                    .isTrue();
            return Long.parseLong(started.group(1) == null ? started.group(2) : started.group(1));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    /** CRC-32C of a network's weights; what the file says of its origin is left out. */
    private static long networkChecksum(Path folder) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("network.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.position(Long.BYTES + Math.toIntExact(file.getLong(0)));
        CRC32C crc = new CRC32C();
        crc.update(file);
        return crc.getValue();
    }
}
