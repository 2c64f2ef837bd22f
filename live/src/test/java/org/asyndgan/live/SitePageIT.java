package org.asyndgan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest.Presence;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.discriminator.worker.DiscriminatorWorker;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site's own page in a real browser, of a real worker that trains on real images; this test is the generator. */
class SitePageIT {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path DATA =
            Path.of("../samples/nuclei/fluor_256").toAbsolutePath().normalize();
    private static final int SIDE = 64;

    private final TreeMap<Long, Presence> presented = new TreeMap<>();
    private final List<String> masks = new ArrayList<>();
    private long answers;
    private Process site;

    @TempDir
    Path folder;

    @BeforeAll
    static void installOrSkip() throws Exception {
        Browser.installOrSkip();
    }

    @Test
    void showsWhatTheSiteDoesAndSendsNothingOfIt() throws Exception {
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            LinkSettings link = link(stack);
            provision(link);
            int port = Browser.lastingPort();
            site = start(link, port);
            try (GeneratorLink generator = new GeneratorLink(link, List.of(MERCY))) {
                generator.gather().forEach(this::see);
                generator.startAt(Map.of());
                until(generator, () -> masks.size() >= 10);

                var script = Browser.script("site.mjs", "http://127.0.0.1:" + port);
                script.await("ready for batches");
                draw(generator, 0);
                draw(generator, 1);
                draw(generator, 2);
                until(generator, () -> answers == 3);
                script.say("done");
                script.await("ready for one more batch");
                draw(generator, 3);
                until(generator, () -> answers == 4);
                script.say("done");

                script.await("paused");
                until(generator, () -> newest() == Presence.LEFT);
                draw(generator, 4);
                idle(generator);
                assertThat(answers).as("answers during the pause").isEqualTo(4);
                script.say("done");
                until(generator, () -> answers == 5);
                assertThat(newest()).isEqualTo(Presence.JOINED);

                script.await("about to leave");
                assertThat(statusOf(port, "GET / HTTP/1.1", "Host: evil.example:" + port))
                        .isEqualTo(403);
                assertThat(statusOf(port, "GET /api/site HTTP/1.1", "Host: evil.example"))
                        .isEqualTo(403);
                assertThat(statusOf(port, "GET /health HTTP/1.1", "Host: evil.example"))
                        .isEqualTo(200);
                assertThat(statusOf(port, "GET /page/../../application.yml HTTP/1.1", "Host: 127.0.0.1:" + port))
                        .isEqualTo(404);
                assertThat(statusOf(port, "GET /api/images/1/9/real.png HTTP/1.1", "Host: 127.0.0.1:" + port))
                        .isEqualTo(404);
                script.say("done");
                script.finish();
                assertThat(site.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(site.exitValue()).isZero();
                until(generator, () -> newest() == Presence.LEFT);
                assertThat(answers).isEqualTo(5);
            } finally {
                site.destroyForcibly();
            }
            checkTheWire(stack, link);
        }
    }

    private Presence newest() {
        return presented.isEmpty() ? null : presented.lastEntry().getValue();
    }

    private void see(Arrival arrival) {
        if (arrival instanceof Arrival.Presented one) {
            presented.put(one.offset(), one.manifest().presence());
        } else if (arrival instanceof Arrival.Shared one) {
            masks.add(one.mask().id());
        } else if (arrival instanceof Arrival.Answer) {
            answers++;
        }
    }

    private void until(GeneratorLink generator, java.util.concurrent.Callable<Boolean> isSo) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!site.isAlive() && site.exitValue() != 0) {
                throw new AssertionError("The site ended with " + site.exitValue() + ": "
                        + Files.readString(folder.resolve("site.log")));
            }
            generator.poll().forEach(this::see);
            return isSo.call();
        });
    }

    /** As many polls as would have brought an answer several times over. */
    private void idle(GeneratorLink generator) {
        for (int i = 0; i < 100; i++) {
            generator.poll().forEach(this::see);
        }
    }

    private void draw(GeneratorLink generator, long sequence) {
        BatchId id = new BatchId(MERCY, sequence);
        GeneratorVersion version = new GeneratorVersion(1, sequence);
        SplittableRandom random = new SplittableRandom(sequence);
        float[] pixels = new float[2 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        generator.commit(
                new FoldRecord(version, List.of(), List.of(), List.of(), List.of(id), Map.of(MERCY, 0L), 0, 0, false),
                List.of(new SyntheticBatch(
                        id,
                        version,
                        List.of(
                                new MaskUse(masks.get((int) sequence), 0),
                                new MaskUse(masks.get((int) sequence + 1), 5)),
                        FloatTensor.of(pixels, 2, 1, SIDE, SIDE))));
    }

    /** No record of any topic holds a line of a real image, or a picture of the page; only what was agreed is there. */
    private static void checkTheWire(LocalStack stack, LinkSettings link) throws Exception {
        List<byte[]> lines = linesOfRealImages();
        Map<String, Integer> records = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(stack, link)) {
            records.merge(record.topic().substring(link.run().length() + 1), 1, Integer::sum);
            String value = text(record.value());
            assertThat(value).doesNotContain("PNG");
            for (byte[] line : lines) {
                assertThat(value.contains(text(line)))
                        .as("a line of a real image in " + record.topic())
                        .isFalse();
            }
        }
        assertThat(records).containsEntry("gradients.mercy", 5).doesNotContainKey("dead.mercy");
        assertThat(records.keySet())
                .containsExactlyInAnyOrder(
                        "journal", "synthetic.mercy", "sites.mercy", "masks.mercy", "gradients.mercy", "events.mercy");
    }

    private static List<byte[]> linesOfRealImages() {
        SiteDataset dataset = SiteDataset.load(
                SiteFolder.open(DATA).named("mercy"),
                new ClassTable(List.of(0, 255)),
                DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE));
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < dataset.trainSize(); i++) {
            byte[] pixels = EightBit.encode(dataset.pair(i, 0).image());
            for (int row = 0; row < SIDE; row += 8) {
                byte[] line = java.util.Arrays.copyOfRange(pixels, row * SIDE, row * SIDE + SIDE / 2);
                // A dark line is like any other.
                if (new java.util.TreeSet<>(java.util.stream.IntStream.range(0, line.length)
                                        .mapToObj(p -> line[p])
                                        .toList())
                                .size()
                        > 12) {
                    lines.add(line);
                }
            }
        }
        assertThat(lines).hasSizeGreaterThan(20);
        return lines;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(LocalStack stack, LinkSettings link) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", stack.broker().bootstrapServers());
        List<TopicPartition> partitions;
        try (Admin admin = Admin.create(client)) {
            partitions = admin.listTopics().names().get().stream()
                    .filter(name -> !name.startsWith("_"))
                    .map(name -> new TopicPartition(name, 0))
                    .toList();
        }
        assertThat(partitions)
                .extracting(TopicPartition::topic)
                .containsExactlyInAnyOrderElementsOf(link.topics().all(List.of(MERCY)).stream()
                        .map(Topic::name)
                        .toList());
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
            }
        }
        return all;
    }

    /** Over a socket: the JDK's own client does not let its user choose the host's name. */
    private static int statusOf(int port, String request, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write((request + "\r\n" + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    private Process start(LinkSettings link, int port) throws IOException {
        ProcessBuilder worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DiscriminatorWorker.class.getName(),
                        "--asyndgan.link.run=" + link.topics().run(),
                        "--asyndgan.link.brokers=" + link.broker().bootstrapServers(),
                        "--asyndgan.link.registry=" + link.registry().url(),
                        "--asyndgan.site.name=mercy",
                        "--asyndgan.site.data=" + DATA,
                        "--asyndgan.site.state=" + folder.resolve("state"),
                        "--asyndgan.site.mask-seed=1234567",
                        "--asyndgan.site.label-values=0,255",
                        "--asyndgan.site.image-size=" + SIDE,
                        "--asyndgan.site.channels=1",
                        "--asyndgan.site.batch-size=2",
                        "--asyndgan.site.width=4",
                        "--asyndgan.site.layers=2",
                        "--asyndgan.site.log-every=1",
                        "--asyndgan.http.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("site.log").toFile());
        // What a test is told so (asyndgan.screenshots) is no setting of a worker.
        worker.environment().remove("JAVA_TOOL_OPTIONS");
        return worker.start();
    }

    private static void provision(LinkSettings link) {
        var sizes = new RecordSizes(2, 1, SIDE, SIDE, Dtype.UINT8, Dtype.FLOAT16, 1, 1);
        try (TopicProvisioner provisioner = new TopicProvisioner(link.broker());
                SchemaRegistry registry = new SchemaRegistry(link.registry())) {
            provisioner.provision(link.topics().all(List.of(MERCY)), TopicSettings.replicated(1), sizes);
            new SchemaProvisioner(registry).provision(link.topics().all(List.of(MERCY)));
        }
    }

    private static LinkSettings link(LocalStack stack) {
        return new LinkSettings(
                new Topics("nuclei"),
                BrokerSettings.plain(stack.broker().bootstrapServers()),
                RegistrySettings.plain(stack.registry().url()),
                Dtype.UINT8,
                Dtype.FLOAT16,
                1 << 20);
    }
}
