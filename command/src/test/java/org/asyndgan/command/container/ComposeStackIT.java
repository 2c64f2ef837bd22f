package org.asyndgan.command.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compose file itself: up, down in the middle of the training, up to a scored model, down, and up once more.
 *
 * <p>Images come from the environment as for {@link ContainersIT}. Grafana takes part where {@code GRAFANA_IMAGE} is
 * named. Where there is no engine, no compose or no image, one line says that nothing was tried.
 */
class ComposeStackIT {

    private static final Path INFRA = Path.of("../infra").toAbsolutePath().normalize();
    private static final String NOT_TRIED = "SKIPPED: the compose stack was not tried, because ";
    private static final Duration LONG = Duration.ofMinutes(6);
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final int STEPS = 60;
    private static final String[] ALL = {
        "kafka",
        "registry",
        "provision",
        "generator",
        "site-fluor-256",
        "site-fluor-360",
        "site-fluor-696x520",
        "segmenter",
        "live",
        "prometheus"
    };
    private static final Pattern NAME = Pattern.compile("\\basyndgan_[a-z_0-9]+");

    /** Counters that are not there before something has gone wrong. */
    private static final Set<String> OF_TROUBLE = Set.of(
            "asyndgan_generator_drops_total",
            "asyndgan_generator_unreadable_total",
            "asyndgan_generator_snapshot_failures_total",
            "asyndgan_site_refused_total",
            "asyndgan_site_snapshot_failures_total");

    private static List<String> compose;

    @TempDir
    Path folder;

    private final String project =
            "stack" + Long.toHexString(ProcessHandle.current().pid());
    private final int prometheusPort = freePort();

    @BeforeAll
    static void needsAnEngineComposeAndImages() {
        Optional<String> reason = reasonToSkip();
        reason.ifPresent(why -> System.out.println(NOT_TRIED + why));
        org.junit.jupiter.api.Assumptions.assumeTrue(reason.isEmpty(), () -> NOT_TRIED + reason.orElse(""));
    }

    private static Optional<String> reasonToSkip() {
        for (String image : List.of("KAFKA_IMAGE", "REGISTRY_IMAGE", "PROMETHEUS_IMAGE", "WORKER_IMAGE")) {
            if (System.getenv(image) == null) {
                return Optional.of("the environment names no " + image + " (see infra/stand-in/images.env)");
            }
        }
        if (!succeeds(List.of("docker", "info"))) {
            return Optional.of("no Docker engine can be reached");
        }
        Optional<List<String>> found = List.of(List.of("docker", "compose"), List.of("docker-compose")).stream()
                .filter(words -> succeeds(with(words, "version")))
                .findFirst();
        found.ifPresent(words -> compose = words);
        return found.isPresent() ? Optional.empty() : Optional.of("there is no docker compose");
    }

    @AfterEach
    void forgetsAll() {
        if (compose != null) {
            stack("down", "--volumes", "--remove-orphans");
        }
    }

    @Test
    void everyCombinationOfTheFilesIsUnderstood() {
        for (List<String> files : List.of(
                List.of("docker-compose.yml"),
                List.of("docker-compose.yml", "docker-compose.apicurio.yml"),
                List.of("docker-compose.yml", "docker-compose.gpu.yml"),
                List.of("docker-compose.yml", "docker-compose.apicurio.yml", "docker-compose.gpu.yml"))) {
            String config = compose(files, "config");

            assertThat(config).contains("least_squares");
            if (files.contains("docker-compose.gpu.yml")) {
                assertThat(config)
                        .contains("driver: nvidia", "/native:exec", "asyndgan/worker:cuda")
                        .contains("-Dasyndgan.engine.backend=torch", "-Dasyndgan.engine.device=cuda", "-Ptorch-gpu")
                        .doesNotContain("asyndgan/worker:local");
            }
        }
    }

    @Test
    void whatWasTrainedOutlivesDownAndUp() throws IOException {
        up(ALL);
        await("third step", () -> sample("asyndgan_generator_step") >= 3);
        stack("down");

        up(ALL);
        await("score", () -> state("segmenter").equals("exited 0"));
        awaitEnd("segmenter", "generator", "site-fluor-256", "site-fluor-360", "site-fluor-696x520");
        assertThat(startedAt()).as("step at which the generator went on").isBetween(3, STEPS - 1);
        assertThat(log("generator")).contains("Finished step=" + STEPS);
        byte[] score = scores();
        assertThat(new ObjectMapper().readTree(score).findValue("dice").asDouble())
                .isBetween(0.0, 1.0);
        assertThatPrometheusKnowsWhatTheDashboardsShow();
        stack("down");

        up("generator", "segmenter");
        awaitEnd("generator", "segmenter");
        assertThat(startedAt()).isEqualTo(STEPS);
        assertThat(log("generator")).doesNotContain("Stepped");
        assertThat(scores()).isEqualTo(score);
    }

    private void awaitEnd(String... workers) {
        // Nobody waits for anybody once the run is over: whoever has the processor ends first.
        for (String worker : workers) {
            await("end of " + worker, () -> state(worker).equals("exited 0"));
        }
    }

    private void assertThatPrometheusKnowsWhatTheDashboardsShow() throws IOException {
        JsonNode answer = prometheus("series?match[]=" + encoded("{job=\"asyndgan\"}"));
        Set<String> scraped = new TreeSet<>();
        answer.get("data").forEach(series -> scraped.add(series.get("__name__").asText()));

        JsonNode dashboard = new ObjectMapper()
                .readTree(INFRA.resolve("grafana/dashboards/run.json").toFile());
        List<String> queries = StreamSupport.stream(dashboard.findValues("expr").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertThat(queries).isNotEmpty();
        for (String query : queries) {
            assertThat(prometheus("query?query=" + encoded(query)).get("status").asText())
                    .as(query)
                    .isEqualTo("success");
        }
        Set<String> shown = new TreeSet<>();
        queries.forEach(query -> addNames(query, shown));
        addNames(Files.readString(INFRA.resolve("prometheus/rules.yml")), shown);
        shown.removeAll(OF_TROUBLE);
        assertThat(scraped).containsAll(shown);
    }

    /** The newest value of a metric; -1 where there is none yet. */
    private double sample(String metric) {
        try {
            JsonNode result =
                    prometheus("query?query=" + encoded(metric)).get("data").get("result");
            return result.isEmpty() ? -1 : result.get(0).get("value").get(1).asDouble();
        } catch (IOException notUp) {
            return -1;
        }
    }

    private static void addNames(String text, Set<String> names) {
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group());
        }
    }

    private JsonNode prometheus(String question) throws IOException {
        URI at = URI.create("http://127.0.0.1:" + prometheusPort + "/api/v1/" + question);
        try {
            return new ObjectMapper()
                    .readTree(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    /** @param services and whatever they depend on */
    private void up(String... services) {
        List<String> words = new java.util.ArrayList<>(List.of("up", "--detach", "--no-build"));
        words.addAll(List.of(services));
        if (services == ALL && System.getenv("GRAFANA_IMAGE") != null) {
            words.add("grafana");
        }
        stack(words.toArray(String[]::new));
    }

    /** The step at which this generator's container took up its work. */
    private int startedAt() {
        Matcher started = Pattern.compile("Started step=(\\d+)").matcher(log("generator"));
        assertThat(started.find()).isTrue();
        return Integer.parseInt(started.group(1));
    }

    private String log(String service) {
        return run(List.of("docker", "logs", id(service)));
    }

    /** Such as {@code running 0} or {@code exited 0}; nothing where there is no such container yet. */
    private String state(String service) {
        String id = id(service);
        return id.isEmpty()
                ? ""
                : run(List.of("docker", "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", id))
                        .strip();
    }

    private byte[] scores() throws IOException {
        Path copy = folder.resolve("score.json");
        run(List.of("docker", "cp", id("segmenter") + ":/state/score.json", copy.toString()));
        return Files.readAllBytes(copy);
    }

    private String id(String service) {
        return run(List.of(
                        "docker",
                        "ps",
                        "--all",
                        "--quiet",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.service=" + service))
                .strip();
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Within " + LONG.toMinutes() + " minutes there was no " + what + ":\n"
                        + stack("ps") + stack("logs", "--no-color", "--tail", "15"));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private String stack(String... words) {
        return compose(List.of("docker-compose.yml", "docker-compose.apicurio.yml"), words);
    }

    private String compose(List<String> files, String... words) {
        List<String> command = with(compose, "--project-name", project);
        files.forEach(
                file -> command.addAll(List.of("--file", INFRA.resolve(file).toString())));
        command.addAll(List.of(words));
        return run(command);
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new java.util.ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STEPS", Integer.toString(STEPS));
        builder.environment().put("SEGMENTATION_STEPS", "10");
        // Ten Java processes start three times on a few cores, and none of them runs for long.
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("PROMETHEUS_PORT", Integer.toString(prometheusPort));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("%s%n%s", String.join(" ", command), output)
                    .isZero();
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
