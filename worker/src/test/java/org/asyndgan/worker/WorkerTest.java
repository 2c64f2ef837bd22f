package org.asyndgan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final PrintStream STDERR = System.err;

    private final StopSignal stop = new StopSignal();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @BeforeEach
    void listensToStderr() {
        System.setErr(new PrintStream(stderr, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoresStderr() {
        System.setErr(STDERR);
    }

    @Test
    void servesHealthAndMetricsUntilItIsStopped() throws Exception {
        int port = freePort();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> new Worker("watch", it -> new Watch(), stop).run(Map.of("asyndgan.http.port", port)));

        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> get(port, "/health")
                .contains("looked out"));
        String health = get(port, "/health");
        String metrics = get(port, "/prometheus");
        stop.request("the test has seen enough");

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Worker.DONE);
        assertThat(health)
                .contains("\"status\":\"UP\"")
                .contains("\"waitingFor\":\"ships\"")
                .contains("not connected yet");
        assertThat(metrics).contains("asyndgan_watch_looks_total 1.0");
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void takesItsWorkUpAgainWhenTheBrokerComesBack() {
        Voyage voyage = new Voyage(Trouble.BROKER_UNREACHABLE, 1);

        int code = new Worker("voyage", it -> voyage, stop).run(Map.of());

        assertThat(code).isEqualTo(Worker.DONE);
        assertThat(voyage.embarked).isEqualTo(2);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void servesItsLastNumbersForAWhileWhenItsWorkIsDone() throws Exception {
        int port = freePort();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> new Worker("voyage", it -> new Voyage(Trouble.BROKER_UNREACHABLE, 1), stop)
                        .run(Map.of("asyndgan.http.port", port, "asyndgan.http.linger", "5m")));

        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> get(port, "/prometheus")
                .contains("asyndgan_voyage_harbours_total 1.0"));
        assertThat(code).isNotDone();
        stop.request("the test has seen enough");

        assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(Worker.DONE);
    }

    @Test
    void doesNotWaitForWhatNeverPasses() {
        Voyage voyage = new Voyage(Trouble.WORKER_FENCED, 1);

        int code = new Worker("voyage", it -> voyage, stop).run(Map.of());

        assertThat(code).isEqualTo(Worker.FAILED);
        assertThat(voyage.embarked).isEqualTo(1);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("A storm. (ADG-121)" + System.lineSeparator());
    }

    @Test
    void doesNotWaitForABrokerThatNeverAnswered() {
        Voyage voyage = new Voyage(Trouble.BROKER_UNREACHABLE, 0);

        int code = new Worker("voyage", it -> voyage, stop).run(Map.of());

        assertThat(code).isEqualTo(Worker.FAILED);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEqualTo("A storm. (ADG-101)" + System.lineSeparator());
    }

    @Test
    void failsWithOneSentence() {
        int code = new Worker("watch", it -> new Watch(), stop).run(Map.of("asyndgan.threads", "many"));

        assertThat(code).isEqualTo(Worker.FAILED);
        assertThat(stderr.toString(StandardCharsets.UTF_8))
                .isEqualTo("Setting asyndgan.threads is \"many\", which is not a whole number. (ADG-502)"
                        + System.lineSeparator());
    }

    @Test
    void failsWithOneSentenceWhenItsPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int code = new Worker("watch", it -> new Watch(), stop)
                    .run(Map.of("asyndgan.http.port", taken.getLocalPort()));

            assertThat(code).isEqualTo(Worker.FAILED);
            assertThat(stderr.toString(StandardCharsets.UTF_8))
                    .isEqualTo("The HTTP server cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ". Set asyndgan.http.port to a port that is free, or to 0 to take any, and"
                            + " asyndgan.http.host to an address of this machine. (ADG-510)"
                            + System.lineSeparator());
        }
    }

    @Test
    void readsFlags() {
        assertThat(Worker.properties("--asyndgan.link.run=nuclei", "--asyndgan.exit-with-parent"))
                .containsEntry("asyndgan.link.run", "nuclei")
                .containsEntry("asyndgan.exit-with-parent", true);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Looks out for ships that never come. */
    private static final class Watch implements WorkerSpec {

        @Override
        public Introduction introduction() {
            return new Introduction("watch", Map.of(), "");
        }

        @Override
        public Agent open(WorkerContext context) {
            return new Agent() {
                @Override
                public void begin() {
                    context.meters().counter("asyndgan.watch.looks").increment();
                    context.progress().did("looked out", "ships");
                }

                @Override
                public int turn() {
                    return 0;
                }

                @Override
                public boolean isDone() {
                    return false;
                }

                @Override
                public void finish() {}

                @Override
                public void leave() {}
            };
        }
    }

    /** Meets one storm: before it is under way, or in the first turn. */
    private static final class Voyage implements WorkerSpec, Agent {

        private final Trouble trouble;
        private final int calmTurns;
        private int embarked;
        private int turns;
        private MeterRegistry meters;

        Voyage(Trouble trouble, int calmTurns) {
            this.trouble = trouble;
            this.calmTurns = calmTurns;
        }

        @Override
        public Introduction introduction() {
            return new Introduction("voyage", Map.of(), "");
        }

        @Override
        public Agent open(WorkerContext context) {
            embarked++;
            meters = context.meters();
            return this;
        }

        @Override
        public void begin() {
            if (calmTurns == 0) {
                throw new TransportException(trouble, "A storm.", null);
            }
        }

        @Override
        public int turn() {
            turns++;
            if (turns == calmTurns) {
                throw new TransportException(trouble, "A storm.", null);
            }
            return 1;
        }

        @Override
        public boolean isDone() {
            return turns > calmTurns;
        }

        @Override
        public void finish() {
            meters.counter("asyndgan.voyage.harbours").increment();
        }

        @Override
        public void leave() {}
    }
}
