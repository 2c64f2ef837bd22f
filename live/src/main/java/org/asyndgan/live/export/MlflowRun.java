package org.asyndgan.live.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.live.view.ProbeImage;
import org.asyndgan.worker.setting.SettingsLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of an MLflow tracking server, by its REST API 2.0: every number of a step as a metric, the generator's settings as
 * parameters.
 *
 * <p>The experiment is called asyndgan and the MLflow run as the run; each start begins an MLflow run of its own. Metrics
 * are named as {@link Numbers} names them. A server that cannot be reached at the start is refused; later it
 * is tried again every ten seconds, and of more than {@value #MOST_WAITING} numbers that wait the oldest are left out.
 * Images stay here: they would go to the server's artifact store, which has no one protocol.
 */
public final class MlflowRun implements RunExport {

    static final int MOST_WAITING = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(MlflowRun.class);

    /** Limits of MLflow for one request, and for a parameter. */
    private static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final int MOST_OF_A_PARAMETER = 500;

    private static final String EXPERIMENT = "asyndgan";
    private static final String API = "/api/2.0/mlflow/";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String server;
    private final Optional<String> authorization;
    private final InstantSource clock;
    private final String id;
    private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
    private final Map<String, String> parameters = new TreeMap<>();
    private boolean areParametersSent = true;
    private Instant next = Instant.MIN;
    private boolean isReached = true;

    /**
     * Begins a run.
     *
     * @param server such as {@code http://mlflow:5000}
     * @param run what the MLflow run is called
     * @param environment in which MLflow's clients look for MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD
     * @throws UncheckedIOException if the server cannot be reached or refuses
     */
    public MlflowRun(String server, String run, Map<String, String> environment, InstantSource clock) {
        this.server = server.replaceAll("/+$", "");
        this.authorization = authorization(environment);
        this.clock = clock;
        try {
            id = create(experiment(), run);
        } catch (IOException | IllegalArgumentException unreached) {
            throw new UncheckedIOException(
                    "No run can be begun at the MLflow server " + SettingsLine.withoutUser(server),
                    unreached instanceof IOException fault
                            ? fault
                            : new IOException(SettingsLine.withoutUser(unreached.getMessage()), unreached));
        }
    }

    private static Optional<String> authorization(Map<String, String> environment) {
        String token = environment.get("MLFLOW_TRACKING_TOKEN");
        String user = environment.get("MLFLOW_TRACKING_USERNAME");
        if (token != null) {
            return Optional.of("Bearer " + token);
        }
        return Optional.ofNullable(user)
                .map(name -> name + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", ""))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private String experiment() throws IOException {
        String name = URLEncoder.encode(EXPERIMENT, StandardCharsets.UTF_8);
        HttpResponse<String> found =
                send(request("experiments/get-by-name?experiment_name=" + name).GET());
        if (found.statusCode() == NOT_FOUND) {
            return post("experiments/create", Map.of("name", EXPERIMENT))
                    .path("experiment_id")
                    .asText();
        }
        return read(found).path("experiment").path("experiment_id").asText();
    }

    private String create(String experiment, String run) throws IOException {
        return post("runs/create", Map.of("experiment_id", experiment, "run_name", run, "start_time", clock.millis()))
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
    }

    @Override
    public void event(RunEvent event) {
        if (event.type().equals("started") && event.source().equals("generator")) {
            event.texts().forEach(this::parameter);
        }
        Numbers.of(event).ifPresent(numbers -> numbers.byTag()
                .forEach((tag, value) -> waiting.add(Map.of(
                        "key",
                        tag,
                        "value",
                        Double.isFinite(value) ? value : value.toString(),
                        "timestamp",
                        event.at().toEpochMilli(),
                        "step",
                        numbers.step()))));
        while (waiting.size() > MOST_WAITING) {
            waiting.remove();
        }
        if (waiting.size() >= MOST_METRICS) {
            flush();
        }
    }

    /** A run that goes on after a restart says its settings again; MLflow refuses a parameter that changes. */
    private void parameter(String name, String value) {
        if (parameters.size() < MOST_PARAMETERS && !parameters.containsKey(name)) {
            parameters.put(name, value.substring(0, Math.min(value.length(), MOST_OF_A_PARAMETER)));
            areParametersSent = false;
        }
    }

    @Override
    public void preview(ProbeImage preview, Instant at) {
        // See the class.
    }

    @Override
    public void flush() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        try {
            send();
            isReached = true;
        } catch (IOException fault) {
            next = clock.instant().plus(PATIENCE);
            if (isReached) {
                LOG.warn(
                        "The MLflow server {} does not take what the run tells ({}); {} numbers wait, and it is tried again"
                                + " every {} s",
                        SettingsLine.withoutUser(server),
                        fault.getMessage(),
                        waiting.size(),
                        PATIENCE.toSeconds());
            }
            isReached = false;
        }
    }

    private void send() throws IOException {
        if (!areParametersSent) {
            List<Map<String, String>> all = parameters.entrySet().stream()
                    .map(each -> Map.of("key", each.getKey(), "value", each.getValue()))
                    .toList();
            post("runs/log-batch", Map.of("run_id", id, "params", all));
            areParametersSent = true;
        }
        while (!waiting.isEmpty()) {
            List<Map<String, Object>> some =
                    waiting.stream().limit(MOST_METRICS).toList();
            post("runs/log-batch", Map.of("run_id", id, "metrics", some));
            some.forEach(sent -> waiting.remove());
        }
    }

    /** The page ends, the run may go on: what waits is sent if the server is there. */
    @Override
    public void close() {
        try {
            send();
            post("runs/update", Map.of("run_id", id, "status", "FINISHED", "end_time", clock.millis()));
        } catch (IOException fault) {
            LOG.warn(
                    "The MLflow run {} at {} is left open ({})",
                    id,
                    SettingsLine.withoutUser(server),
                    fault.getMessage());
        }
    }

    private JsonNode post(String call, Map<String, Object> body) throws IOException {
        return read(send(request(call)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(body)))));
    }

    private String json(Map<String, Object> body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request to MLflow is no JSON", e);
        }
    }

    private HttpRequest.Builder request(String call) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + API + call)).timeout(PATIENCE);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private JsonNode read(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != OK) {
            String said = answer.body().strip();
            throw new IOException("it answered " + answer.statusCode() + " "
                    + said.substring(0, Math.min(said.length(), MOST_OF_A_PARAMETER)));
        }
        return mapper.readTree(answer.body());
    }
}
