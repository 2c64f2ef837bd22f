package org.asyndgan.live.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.RunEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a server, by the REST API that MLflow documents; no server of its own can be had here. */
class MlflowRunTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> calls = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;
    private boolean hasExperiment;
    private boolean isBroken;
    private Instant now = NOON;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/2.0/mlflow/", exchange -> {
            String call = exchange.getRequestURI().toString().substring("/api/2.0/mlflow/".length());
            calls.add(call);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(json.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body));
            boolean isMissing = call.startsWith("experiments/get-by-name") && !hasExperiment;
            byte[] answer = answer(call).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isBroken ? 500 : isMissing ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static String answer(String call) {
        return call.startsWith("experiments/get-by-name")
                ? "{\"experiment\": {\"experiment_id\": \"7\"}}"
                : call.equals("experiments/create")
                        ? "{\"experiment_id\": \"8\"}"
                        : call.equals("runs/create") ? "{\"run\": {\"info\": {\"run_id\": \"abc\"}}}" : "{}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void beginsARunInAnExperimentThatItMakesOnce() {
        try (MlflowRun run = open()) {
            assertThat(calls)
                    .containsExactly(
                            "experiments/get-by-name?experiment_name=asyndgan", "experiments/create", "runs/create");
            assertThat(bodies.get(2).get("experiment_id").asText()).isEqualTo("8");
            assertThat(bodies.get(2).get("run_name").asText()).isEqualTo("nuclei");
            assertThat(bodies.get(2).get("start_time").asLong()).isEqualTo(NOON.toEpochMilli());
            run.flush();
        }
        hasExperiment = true;
        calls.clear();
        bodies.clear();
        open().close();

        assertThat(calls)
                .containsExactly("experiments/get-by-name?experiment_name=asyndgan", "runs/create", "runs/update");
        assertThat(bodies.get(1).get("experiment_id").asText()).isEqualTo("7");
        assertThat(bodies.get(2).get("status").asText()).isEqualTo("FINISHED");
    }

    @Test
    void tellsNumbersAsMetricsAndSettingsAsParameters() {
        try (MlflowRun run = open()) {
            run.event(event("generator", "started", 0, Map.of("steps", 10.0), Map.of("mode", "ASYNC")));
            run.event(event("generator", "stepped", 3, Map.of("adversarialLoss.mercy", 0.5), Map.of()));
            run.event(event("generator", "stepped", 4, Map.of("adversarialLoss.mercy", Double.NaN), Map.of()));
            run.event(event("segmenter", "scored", 0, Map.of("dice", 0.9, "segmentationStep", 300.0), Map.of()));
            run.event(event("generator", "member", 4, Map.of("images", 40.0), Map.of()));
            run.flush();
        }

        JsonNode settings = bodies.get(3);
        assertThat(settings.get("run_id").asText()).isEqualTo("abc");
        assertThat(settings.get("params")).hasSize(1);
        assertThat(settings.get("params").get(0).get("key").asText()).isEqualTo("mode");
        assertThat(settings.get("params").get(0).get("value").asText()).isEqualTo("ASYNC");
        JsonNode metrics = bodies.get(4).get("metrics");
        assertThat(metrics).hasSize(4);
        assertThat(metrics.get(0).get("key").asText()).isEqualTo("adversarialLoss/mercy");
        assertThat(metrics.get(0).get("value").asDouble()).isEqualTo(0.5);
        assertThat(metrics.get(0).get("step").asLong()).isEqualTo(3);
        assertThat(metrics.get(0).get("timestamp").asLong()).isEqualTo(NOON.toEpochMilli());
        assertThat(metrics.get(1).get("value").asText()).isEqualTo("NaN");
        assertThat(metrics.findValuesAsText("key")).contains("segmentation/dice");
        assertThat(metrics.get(2).get("step").asLong()).isEqualTo(300);
    }

    @Test
    void sendsNoMoreThanAThousandAtOnceAndEachOnce() {
        try (MlflowRun run = open()) {
            for (long step = 1; step <= 2500; step++) {
                run.event(event("generator", "stepped", step, Map.of("loss", (double) step), Map.of()));
            }
            run.flush();
            run.flush();
        }

        List<Integer> sizes = bodies.stream()
                .filter(body -> body.has("metrics"))
                .map(body -> body.get("metrics").size())
                .toList();
        assertThat(sizes).containsExactly(1000, 1000, 500);
    }

    @Test
    void keepsWhatAServerDoesNotTakeAndTriesAgainLater() {
        try (MlflowRun run = open()) {
            run.event(event("generator", "stepped", 1, Map.of("loss", 1.0), Map.of()));
            isBroken = true;
            run.flush();
            run.flush();
            assertThat(calls).hasSize(4);
            isBroken = false;
            now = NOON.plusSeconds(11);
            run.flush();
        }

        assertThat(bodies.get(4).get("metrics").get(0).get("step").asLong()).isEqualTo(1);
    }

    @Test
    void refusesAServerThatIsNotThere() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThatThrownBy(() -> open("http://127.0.0.1:" + port, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("No run can be begun at the MLflow server http://127.0.0.1:" + port);
        assertThatThrownBy(() -> open("mlflow:5000", Map.of())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void bringsTheCredentialsThatMlflowsClientsTake() {
        String address = address();
        open(address, Map.of("MLFLOW_TRACKING_TOKEN", "t0ken")).close();
        open(address, Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "pw"))
                .close();
        open(address, Map.of()).close();

        assertThat(authorizations).contains("Bearer t0ken", "Basic bWU6cHc=", "null");
    }

    private MlflowRun open() {
        return open(address() + "/", Map.of());
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private MlflowRun open(String address, Map<String, String> environment) {
        return new MlflowRun(address, "nuclei", environment, () -> now);
    }

    private static RunEvent event(
            String source, String type, long step, Map<String, Double> values, Map<String, String> texts) {
        return new RunEvent(source, NOON, type, step, values, texts);
    }
}
