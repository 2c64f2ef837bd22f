package org.asyndgan.command.run;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.asyndgan.command.progress.TrainingWatch;
import org.asyndgan.core.dataset.Fit;
import org.asyndgan.core.dataset.Normalisation;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.transport.link.AuditLink;
import org.asyndgan.transport.link.EventInbox;

/**
 * Makes the fixture of EarlierRunIT with the classes of an earlier commit; make-earlier-run.sh compiles and starts it.
 *
 * <p>Arguments: an empty folder to work in, the archive to write, the file of expected numbers to write.
 */
final class MakeEarlierRun {

    private static final List<String> SITES = List.of("east", "west");
    private static final List<String> JAVA = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final int SIZE = 16;
    private static final long STEPS = 300;
    private static final long KILL_AT = 45;
    private static final String RUN = "earlier";

    private MakeEarlierRun() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        writeImages(folder.resolve("images"));
        RunSettings settings = settings(folder);
        RunFolder run = RunFolder.create(settings.runs(), RUN);
        settings.keepIn(run);
        long killedAt = killInMidTraining(settings, run);
        archive(folder, Path.of(arguments[1]));
        Files.writeString(Path.of(arguments[2]), finish(settings, run, killedAt));
        System.exit(0);
    }

    /** Releases on the way, weights chosen by the sites' distances, an average: every part of the states is in use. */
    private static RunSettings settings(Path folder) {
        return new RunSettings(
                RUN,
                folder.resolve("runs"),
                folder.resolve("images"),
                7,
                new RunSettings.Images(SIZE, Fit.RESIZE, 0, 1, Normalisation.PERCENTILE, 1),
                new RunSettings.Training(
                        STEPS, FoldMode.SYNC, 2, 2, 1, 2, 2, AdversarialLoss.LEAST_SQUARES, 0.0002, 0.99, 0),
                new RunSettings.Segmentation(120, 2, 2, 2, 0.001, 0.5, 0.1),
                false,
                Map.ofEntries(
                        Map.entry("asyndgan.generator.quorum", "2"),
                        Map.entry("asyndgan.generator.silence", "10m"),
                        Map.entry("asyndgan.generator.snapshot-every", "19"),
                        Map.entry("asyndgan.generator.keep-snapshots", "1"),
                        Map.entry("asyndgan.generator.release-every", "20"),
                        Map.entry("asyndgan.generator.release", "best"),
                        Map.entry("asyndgan.site.snapshot-every", "40"),
                        Map.entry("asyndgan.site.keep-snapshots", "1"),
                        Map.entry("asyndgan.site.judge-every", "5"),
                        Map.entry("asyndgan.site.judge-over", "8"),
                        Map.entry("asyndgan.segmenter.snapshot-every", "3"),
                        Map.entry("asyndgan.segmenter.keep-snapshots", "1")));
    }

    /** @return the step that was seen last */
    private static long killInMidTraining(RunSettings settings, RunFolder run) {
        try (LocalStack stack = LocalStack.open(run.path());
                Fleet fleet = new Fleet(stack, settings, run, JAVA);
                EventInbox events = fleet.events()) {
            fleet.startAll();
            TrainingWatch watch = new TrainingWatch();
            while (watch.step() < KILL_AT || !hasSnapshot(run.segmenter())) {
                fleet.requireHealthy();
                events.poll().forEach(watch::see);
            }
            fleet.roles().forEach(fleet::kill);
            events.poll().forEach(watch::see);
            keepForGood(fleet);
            return watch.step();
        }
    }

    /** A broker that is started years later deletes nothing for its age. */
    private static void keepForGood(Fleet fleet) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, fleet.link().broker().bootstrapServers()))) {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            for (String topic : admin.listTopics().names().get()) {
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET)));
            }
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean hasSnapshot(Path folder) {
        String[] files = folder.toFile().list((where, name) -> name.endsWith(".snapshot"));
        return files != null && files.length > 0;
    }

    /** What the earlier version itself makes of the run: in sync mode there is one right end. */
    private static String finish(RunSettings settings, RunFolder run, long killedAt) throws IOException {
        try (LocalStack stack = LocalStack.open(run.path());
                Fleet fleet = new Fleet(stack, settings, run, JAVA);
                EventInbox events = fleet.events()) {
            fleet.startAll();
            while (!fleet.isDone()) {
                fleet.requireHealthy();
                events.poll();
            }
            try (AuditLink log = new AuditLink(
                    fleet.link(), SITES.stream().map(SiteId::new).toList())) {
                RunAudit audit = RunAudit.of(log);
                long probe = NativeProbe.checksum();
                return "killedAfterStep=" + killedAt
                        + "\nsteps=" + audit.steps()
                        + "\nfolds=" + audit.folds()
                        + String.format("%ngenerator=%08x", audit.checksum())
                        + String.format("%nsegmenter=%08x", networkChecksum(run.segmenter()))
                        + String.format("%nprobe=%08x", probe)
                        + "\nengine=" + Engine.describe() + "\n";
            }
        }
    }

    private static long networkChecksum(Path folder) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("network.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        file.position(Long.BYTES + Math.toIntExact(file.getLong(0)));
        CRC32C crc = new CRC32C();
        crc.update(file);
        return crc.getValue();
    }

    /** Images, run.json, states, broker and registry; not what they make anew: indexes, locks, logs. */
    private static void archive(Path folder, Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(folder)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(path).toString();
                if (name.matches(".*(\\.index|\\.timeindex|\\.lock|/\\.lock|/logs/.*|\\.trace\\.db|/registry\\.log)")) {
                    continue;
                }
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                byte[] content = Files.readAllBytes(path);
                if (name.endsWith("run.json")) {
                    content = Files.readString(path).replace(folder.toString(), "FOLDER").getBytes("UTF-8");
                }
                zip.write(content);
                zip.closeEntry();
            }
        }
    }

    private static void writeImages(Path images) throws IOException {
        for (int site = 0; site < SITES.size(); site++) {
            SplittableRandom random = new SplittableRandom(site);
            for (int pair = 0; pair < 6 * (site + 1); pair++) {
                BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                BufferedImage label = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
                int left = random.nextInt(SIZE / 2);
                int top = random.nextInt(SIZE / 2);
                for (int at = 0; at < SIZE * SIZE; at++) {
                    int x = at % SIZE;
                    int y = at / SIZE;
                    boolean inside = x >= left && x < left + SIZE / 2 && y >= top && y < top + SIZE / 2;
                    image.getRaster().setSample(x, y, 0, (inside ? 180 : 20) + random.nextInt(40));
                    label.getRaster().setSample(x, y, 0, inside ? 255 : 0);
                }
                write(image, images.resolve(SITES.get(site)).resolve("images"), pair);
                write(label, images.resolve(SITES.get(site)).resolve("labels"), pair);
            }
        }
    }

    private static void write(BufferedImage picture, Path folder, int number) throws IOException {
        Files.createDirectories(folder);
        ImageIO.write(picture, "png", folder.resolve(String.format("%04d.png", number)).toFile());
    }
}
