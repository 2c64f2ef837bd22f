package org.asyndgan.command.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The workers as containers against Kafka and the registry in containers, each image as the compose file names it.
 *
 * <p>Images come from the environment ({@code KAFKA_IMAGE} and so on), as in {@code
 * infra/stand-in/images.env}. Where no engine or no image is to be had, one line says that nothing was tried.
 */
class ContainersIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final String NOT_TRIED = "SKIPPED: containers were not tried, because ";

    private static Network network;
    private final List<GenericContainer<?>> started = new ArrayList<>();

    @BeforeAll
    static void needsAnEngineAndImages() {
        Optional<String> reason = reasonToSkip();
        reason.ifPresent(why -> System.out.println(NOT_TRIED + why));
        org.junit.jupiter.api.Assumptions.assumeTrue(reason.isEmpty(), () -> NOT_TRIED + reason.orElse(""));
        network = Network.newNetwork();
    }

    private static Optional<String> reasonToSkip() {
        for (String image : List.of("KAFKA_IMAGE", "REGISTRY_IMAGE", "PROMETHEUS_IMAGE", "WORKER_IMAGE")) {
            if (System.getenv(image) == null) {
                return Optional.of("the environment names no " + image + " (see infra/stand-in/images.env)");
            }
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no Docker engine can be reached");
    }

    @AfterEach
    void stopsAll() {
        started.forEach(GenericContainer::stop);
    }

    @AfterAll
    static void removesTheNetwork() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void aRunInContainersEndsWithAScoredModelAndServesItsMetrics() throws IOException {
        start(image("KAFKA_IMAGE")
                .withNetworkAliases("kafka")
                .withEnv(kafkaSettings())
                .withExposedPorts(9092)
                .waitingFor(Wait.forListeningPort()));
        start(image("REGISTRY_IMAGE")
                .withNetworkAliases("registry")
                .withEnv("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").withStartupTimeout(LONG)));
        start(worker(
                        "provision",
                        "--run=try",
                        "--sites=a",
                        "--brokers=kafka:9092",
                        "--registry=http://registry:8080/apis/ccompat/v7",
                        "--image-size=16",
                        "--batch-size=2",
                        "--dangerously-allow-plain-text")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LONG)));

        GenericContainer<?> generator = start(link(worker("generator"))
                .withEnv(Map.of(
                        "ASYNDGAN_GENERATOR_SITES", "a",
                        "ASYNDGAN_GENERATOR_STATE", "/state",
                        "ASYNDGAN_GENERATOR_STEPS", "200",
                        "ASYNDGAN_GENERATOR_IMAGE_SIZE", "16",
                        "ASYNDGAN_GENERATOR_BATCH_SIZE", "2",
                        "ASYNDGAN_GENERATOR_WIDTH", "4",
                        "ASYNDGAN_GENERATOR_BLOCKS", "1"))
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/health").forStatusCode(200).withStartupTimeout(LONG)));
        assertThat(user(generator)).isEqualTo("1000");
        await().atMost(LONG).untilAsserted(() -> assertThat(metrics(generator))
                .contains("asyndgan_process_memory_bytes", "asyndgan_kafka_sent_bytes_total"));

        GenericContainer<?> site = start(link(worker("site"))
                .withFileSystemBind(ROOT.resolve("samples/nuclei/fluor_360").toString(), "/data", BindMode.READ_ONLY)
                .withEnv(Map.of(
                        "ASYNDGAN_SITE_NAME", "a",
                        "ASYNDGAN_SITE_DATA", "/data",
                        "ASYNDGAN_SITE_STATE", "/state",
                        "ASYNDGAN_SITE_IMAGE_SIZE", "16",
                        "ASYNDGAN_SITE_BATCH_SIZE", "2",
                        "ASYNDGAN_SITE_STEPS", "200",
                        "ASYNDGAN_SITE_WIDTH", "4",
                        "ASYNDGAN_SITE_LAYERS", "2")));
        GenericContainer<?> segmenter = start(link(worker("segment"))
                .withFileSystemBind(ROOT.resolve("samples/nuclei/fluor_360").toString(), "/data", BindMode.READ_ONLY)
                .withEnv(Map.of(
                        "ASYNDGAN_SEGMENTER_STATE", "/state",
                        "ASYNDGAN_SEGMENTER_TEST_FOLDERS", "/data",
                        "ASYNDGAN_SEGMENTER_IMAGE_SIZE", "16",
                        "ASYNDGAN_SEGMENTER_STEPS", "5",
                        "ASYNDGAN_SEGMENTER_WIDTH", "4",
                        "ASYNDGAN_SEGMENTER_DEPTH", "2"))
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LONG)));

        assertThat(generator.getLogs()).contains("Finished step=200");
        assertThat(site.getLogs()).contains("Finished site=a");
        byte[] file = segmenter.copyFileFromContainer("/state/score.json", InputStream::readAllBytes);
        JsonNode score = new ObjectMapper().readTree(file);
        assertThat(score.findValue("dice").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void prometheusUnderstandsItsSettingsAndEveryAlert() {
        GenericContainer<?> check = start(image("PROMETHEUS_IMAGE")
                .withFileSystemBind(ROOT.resolve("infra/prometheus").toString(), "/settings", BindMode.READ_ONLY)
                .withCreateContainerCmdModifier(create -> create.withEntrypoint("/bin/promtool"))
                .withCommand("check", "config", "/settings/prometheus.yml")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LONG)));

        assertThat(check.getLogs()).contains("valid prometheus config").doesNotContain("FAILED");
    }

    private static Map<String, String> kafkaSettings() {
        return Map.ofEntries(
                Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m"),
                Map.entry("KAFKA_NODE_ID", "1"),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_LISTENERS", "PLAINTEXT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9099"),
                Map.entry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092"),
                Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:9099"),
                Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"));
    }

    private static GenericContainer<?> image(String variable) {
        return new GenericContainer<>(DockerImageName.parse(System.getenv(variable))).withNetwork(network);
    }

    /** As strict as the compose file has it. */
    private static GenericContainer<?> worker(String... command) {
        return image("WORKER_IMAGE")
                .withCommand(command)
                .withTmpFs(Map.of("/tmp", "exec,mode=1777"))
                .withCreateContainerCmdModifier(create ->
                        create.getHostConfig().withReadonlyRootfs(true).withMemory(2L << 30));
    }

    private static GenericContainer<?> link(GenericContainer<?> worker) {
        return worker.withEnv(Map.of(
                "ASYNDGAN_LINK_RUN", "try",
                "ASYNDGAN_LINK_BROKERS", "kafka:9092",
                "ASYNDGAN_LINK_REGISTRY", "http://registry:8080/apis/ccompat/v7",
                "ASYNDGAN_LINK_DANGEROUSLY_ALLOW_PLAIN_TEXT", "true",
                "ASYNDGAN_HTTP_HOST", "0.0.0.0",
                "ASYNDGAN_HTTP_PORT", "8080",
                "ASYNDGAN_THREADS", "1",
                "OMP_NUM_THREADS", "1"));
    }

    private GenericContainer<?> start(GenericContainer<?> container) {
        started.add(0, container);
        container.start();
        return container;
    }

    private static String user(GenericContainer<?> container) {
        return inside(container, "id", "-u");
    }

    private static String metrics(GenericContainer<?> container) {
        return inside(
                container,
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /prometheus HTTP/1.1\\r\\nHost: localhost\\r\\n"
                        + "Connection: close\\r\\n\\r\\n' >&3; cat <&3");
    }

    private static String inside(GenericContainer<?> container, String... command) {
        try {
            Container.ExecResult result = container.execInContainer(command);
            return result.getStdout().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
