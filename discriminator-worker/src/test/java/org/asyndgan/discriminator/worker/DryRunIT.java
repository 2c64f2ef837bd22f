package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.EndOfRun;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSiteManifest;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.AvroReader;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.asyndgan.worker.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dry run's folder beside what the same site then really writes to a real broker, to its last record before a batch. */
class DryRunIT {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final Path SAMPLES = Path.of("../samples/nuclei/fluor_256");
    private static final int SIDE = 64;
    private static final int PAIRS = 8;

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void showsWhatTheSiteThenPublishes() throws Exception {
        copyEightImagesOfFourPatients();
        String summary = DiscriminatorWorker.dryRun(settings(Map.of()), folder.resolve("leaves"));
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            LinkSettings link = link(stack);
            provision(link);
            Map<String, List<SpecificRecord>> written = joinAndEnd(link);

            assertThat(written.keySet()).containsExactlyInAnyOrder("sites.mercy", "masks.mercy", "events.mercy");
            assertSame(json("manifest.json"), written.get("sites.mercy").get(0), Set.of("session"));
            assertSameMasks(written.get("masks.mercy"));
            JsonNode events = json("events.json");
            assertThat(events).hasSize(1);
            assertSame(events.get(0), written.get("events.mercy").get(0), Set.of("at"));
        }
        assertThat(summary)
                .isEqualTo(
                        Files.readString(folder.resolve("leaves/summary.txt")).strip())
                .contains("By joining run nuclei, site mercy would publish 8 masks drawn around 8 images of 4 patients."
                        + " Each mask is 64 x 64 pixels of 2 classes")
                .contains(
                        "protected by differential privacy: epsilon 3 at delta 1.0E-5 by patient (zero-out), 0.00 spent,"
                                + " for 4 patients. The masks are not.");
        assertThat(Files.readString(folder.resolve("leaves/later.txt"))).contains("realScoresKept");
        assertThat(Files.readString(folder.resolve("leaves/settings.txt"))).contains("asyndgan.site.privacy=dp\n");
    }

    /** The folder's pictures, read as the labels of a data set, are the masks of the topic, and no file is beside them. */
    private void assertSameMasks(List<SpecificRecord> records) throws IOException {
        Map<String, AvroMask> published = new TreeMap<>();
        records.forEach(record -> published.put(((AvroMask) record).getMask(), (AvroMask) record));
        JsonNode listed = json("masks.json");
        assertThat(listed).hasSize(PAIRS);
        assertThat(published).hasSize(PAIRS);
        for (JsonNode one : listed) {
            assertSame(one, published.get(one.get("mask").asText()), Set.of("labels"));
            assertThat(one.get("labels").asText())
                    .isEqualTo("masks/" + one.get("mask").asText() + ".png");
        }

        Path set = folder.resolve("read");
        List<String> pictures = copy(folder.resolve("leaves/masks"), set.resolve("images"), PAIRS + 1);
        copy(folder.resolve("leaves/masks"), set.resolve("labels"), PAIRS + 1);
        manifest(set, pictures);
        SiteFolder files = SiteFolder.open(set).named("read");
        SiteDataset read = SiteDataset.load(
                files,
                new ClassTable(List.of(0, 1)),
                DatasetSettings.resized(SIDE).withChannels(3).with(Augmentation.NONE));
        List<String> names =
                files.pairs(Split.TRAIN).stream().map(pair -> pair.name()).toList();
        assertThat(names).hasSize(PAIRS);
        for (int i = 0; i < names.size(); i++) {
            byte[] labels = new byte[SIDE * SIDE];
            published.get(names.get(i)).getLabels().duplicate().get(labels);
            var mask = read.mask(i, 0);
            assertThat(IntStream.range(0, labels.length).filter(p -> mask.at(p) != labels[p]))
                    .isEmpty();
            assertThat(mask.histogram()[1]).isPositive();
        }
    }

    /** Every field, so that one that is new to the record must be in the folder too. */
    private static void assertSame(JsonNode shown, SpecificRecord written, Set<String> drawnAnew) {
        List<String> fields =
                written.getSchema().getFields().stream().map(Schema.Field::name).toList();
        List<String> names = new ArrayList<>();
        shown.fieldNames().forEachRemaining(names::add);
        assertThat(names).isEqualTo(fields);
        for (Schema.Field field : written.getSchema().getFields()) {
            if (!drawnAnew.contains(field.name())) {
                assertThat(flat(shown.get(field.name())))
                        .as(field.name())
                        .isEqualTo(flat(String.valueOf(written.get(field.pos()))));
            }
        }
    }

    /** Numbers and texts of a value, without the signs that Avro and JSON write differently. */
    private static String flat(Object value) {
        return value.toString().replaceAll("[\"\\s]", "").replace('=', ':');
    }

    private JsonNode json(String file) throws IOException {
        return mapper.readTree(folder.resolve("leaves").resolve(file).toFile());
    }

    /** What the site has written before it was sent anything; the run is over then. */
    private Map<String, List<SpecificRecord>> joinAndEnd(LinkSettings link) throws Exception {
        Map<String, Object> settings = settings(Map.of(
                "asyndgan.link.brokers",
                link.broker().bootstrapServers(),
                "asyndgan.link.registry",
                link.registry().url(),
                "asyndgan.site.heartbeat-every",
                "1h",
                "asyndgan.http.port",
                0));
        CompletableFuture<Integer> site = CompletableFuture.supplyAsync(() -> DiscriminatorWorker.run(settings));
        try (GeneratorLink generator = new GeneratorLink(link, List.of(MERCY))) {
            // The event is the last of what joining writes.
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> site.isDone() || written(link).containsKey("events.mercy"));
            Map<String, List<SpecificRecord>> written = written(link);
            GeneratorVersion version = GeneratorVersion.INITIAL;
            generator.commit(
                    new FoldRecord(version, List.of(), List.of(), List.of(), List.of(), Map.of(MERCY, 0L), 0, 0, true),
                    List.of(new EndOfRun(new BatchId(MERCY, 0), version)));
            assertThat(site.get(3, TimeUnit.MINUTES)).isEqualTo(Worker.DONE);
            return written;
        }
    }

    /** The site's own topics that hold anything, and their records from the first on. */
    private static Map<String, List<SpecificRecord>> written(LinkSettings link) {
        Topics topics = link.topics();
        Map<String, Topic> own = new TreeMap<>();
        for (Topic topic : List.of(
                topics.sites(MERCY),
                topics.masks(MERCY),
                topics.events(MERCY),
                topics.gradients(MERCY),
                topics.dead(MERCY))) {
            own.put(topic.name(), topic);
        }
        Map<String, List<SpecificRecord>> written = new TreeMap<>();
        Map<String, Object> client = Map.of("bootstrap.servers", link.broker().bootstrapServers());
        try (var registry = new SchemaRegistry(link.registry());
                var manifests = new AvroReader<>(AvroSiteManifest.class, registry);
                var masks = new AvroReader<>(AvroMask.class, registry);
                var events = new AvroReader<>(AvroRunEvent.class, registry);
                var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = own.keySet().stream()
                    .map(name -> new TopicPartition(name, 0))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Topic topic = own.get(record.topic());
                    var reader = topic.equals(topics.sites(MERCY))
                            ? manifests
                            : topic.equals(topics.masks(MERCY)) ? masks : events;
                    var read = (Decoded.Valid<? extends SpecificRecord>) reader.read(topic, record.value());
                    written.computeIfAbsent(topic.name().substring(link.run().length() + 1), name -> new ArrayList<>())
                            .add(read.value());
                }
            }
        }
        return written;
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "asyndgan.link.run",
                "nuclei",
                "asyndgan.site.name",
                "mercy",
                "asyndgan.site.data",
                folder.resolve("data").toString(),
                "asyndgan.site.state",
                folder.resolve("state").toString(),
                "asyndgan.site.label-values",
                "0,255",
                "asyndgan.site.image-size",
                SIDE,
                "asyndgan.site.channels",
                1,
                "asyndgan.site.batch-size",
                2,
                "asyndgan.site.accept-doubts",
                true));
        settings.putAll(Map.of(
                "asyndgan.site.width", 4,
                "asyndgan.site.layers", 2,
                "asyndgan.site.privacy", "dp",
                "asyndgan.site.privacy-epsilon", 3,
                "asyndgan.site.privacy-noise", 6,
                "asyndgan.site.privacy-batch", 2,
                "asyndgan.site.privacy-ledger", folder.resolve("ledger").toString()));
        settings.putAll(more);
        return settings;
    }

    private void copyEightImagesOfFourPatients() throws IOException {
        Path data = folder.resolve("data");
        List<String> files = copy(SAMPLES.resolve("images"), data.resolve("images"), PAIRS);
        copy(SAMPLES.resolve("labels"), data.resolve("labels"), PAIRS);
        manifest(data, files);
    }

    private static List<String> copy(Path from, Path to, int most) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.list(from)) {
            List<Path> files = all.sorted().limit(most).toList();
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return files.stream().map(file -> file.getFileName().toString()).toList();
        }
    }

    /** All for training, two of each patient. */
    private static void manifest(Path set, List<String> files) throws IOException {
        StringBuilder csv = new StringBuilder("file,split,patient\n");
        for (int i = 0; i < files.size(); i++) {
            csv.append(files.get(i)).append(",train,p").append(i / 2).append('\n');
        }
        Files.writeString(set.resolve("manifest.csv"), csv);
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

    private static void provision(LinkSettings link) {
        var sizes = new RecordSizes(2, 1, SIDE, SIDE, Dtype.UINT8, Dtype.FLOAT16, 1, 1);
        try (TopicProvisioner provisioner = new TopicProvisioner(link.broker());
                SchemaRegistry registry = new SchemaRegistry(link.registry())) {
            provisioner.provision(link.topics().all(List.of(MERCY)), TopicSettings.replicated(1), sizes);
            new SchemaProvisioner(registry).provision(link.topics().all(List.of(MERCY)));
        }
    }
}
