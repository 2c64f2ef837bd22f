package org.asyndgan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.EventOutbox;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.link.PreviewOutbox;
import org.asyndgan.transport.link.SiteLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page's own process against a real broker and registry: opened late, killed, stopped. */
class LiveWorkerIT {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final GeneratorVersion FIRST = new GeneratorVersion(1, 1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void showsTheWholeRunHoweverLateItIsOpened() throws Exception {
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            LinkSettings link = link(stack);
            provision(link, List.of(MERCY));
            tell(link);
            int port = freePort();
            Process live = start(link, port, List.of(MERCY));
            try {
                JsonNode run = awaitRun(port);
                assertThat(run.get("step").asLong()).isEqualTo(1);
                assertThat(run.get("state").asText()).isEqualTo("training");
                assertThat(run.get("sites")).hasSize(1);
                assertThat(run.get("sites").get(0).get("state").asText()).isEqualTo("active");
                assertThat(run.get("sites").get(0).get("folded").asLong()).isEqualTo(1);
                assertThat(get(port, "/api/series?names=adversarialLoss.mercy"))
                        .contains("\"adversarialLoss.mercy\":{\"min\":[null,0.75]");
                assertThat(get(port, "/api/events"))
                        .contains("id: " + link.topics().events().name() + "@0");
                assertThat(get(port, "/api/previews/1/0/image.png")).startsWith("\u0089PNG");
                JsonNode sent = run.get("sent").get(0);
                assertThat(sent.get("site").asText()).isEqualTo("mercy");
                assertThat(sent.get("sequence").asLong()).isEqualTo(1);
                assertThat(sent.get("images").get(0).get("hasMask").asBoolean()).isTrue();
                assertThat(get(port, "/api/batches/mercy/1/0/overlay.png")).startsWith("\u0089PNG");
                assertThat(status(port, "/api/batches/mercy/1/1/image.png")).isEqualTo(404);
                assertThat(status(port, "/api/batches/mercy/0/0/image.png")).isEqualTo(404);
                assertThat(get(port, "/")).contains("AsynDGAN");
                assertThat(status(port, "/page/../../application.yml")).isEqualTo(404);
                assertThat(status(port, "/page/%2e%2e/%2e%2e/application.yml")).isEqualTo(404);
                assertThat(status(port, "/api/previews/1/9/image.png")).isEqualTo(404);

                live.destroyForcibly().waitFor();
                live = start(link, port, List.of(MERCY));
                assertThat(awaitRun(port).get("step").asLong()).isEqualTo(1);

                live.destroy();
                assertThat(live.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(live.exitValue()).isZero();
                assertThat(Files.readAllLines(folder.resolve("events.jsonl")))
                        .hasSize(2)
                        .first()
                        .asString()
                        .contains("\"type\":\"started\"");
                assertThat(folder.resolve("board")).isNotEmptyDirectory();
            } finally {
                live.destroyForcibly();
            }
        }
    }

    /** What is checked in the browser is {@code followsARun} of src/test/node/page.mjs. */
    @Test
    void isFollowedInABrowserWhileTheRunGoesOnAndItsOwnProcessIsKilled() throws Exception {
        Browser.installOrSkip();
        List<SiteId> sites = List.of(new SiteId("charite"), new SiteId("lariboisiere"), MERCY, new SiteId("st-mary"));
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            LinkSettings link = link(stack);
            provision(link, sites);
            int port = Browser.lastingPort();
            Process live = start(link, port, sites);
            try (GoingRun run = new GoingRun(link, sites)) {
                run.begin();
                run.steps(1, 40);
                await().atMost(LIMIT)
                        .ignoreExceptions()
                        .until(() ->
                                json.readTree(get(port, "/api/run")).get("step").asLong() == 40);
                Browser.Script script = Browser.script("page.mjs", "broker", "http://127.0.0.1:" + port);

                script.await("ready for steps");
                run.steps(41, 45);
                run.released(1);
                run.silent(new SiteId("st-mary"));
                run.steps(47, 60);
                script.say("done");
                script.await("ready to be cut off");
                live.destroyForcibly().waitFor();
                script.say("done");
                script.await("ready to be connected");
                run.steps(61, 70);
                run.released(2);
                run.steps(71, 80);
                await().atMost(LIMIT).until(() -> Browser.isFree(port));
                live = start(link, port, sites);
                script.say("done");

                script.finish();
            } finally {
                live.destroyForcibly();
            }
        }
    }

    private void provision(LinkSettings link, List<SiteId> sites) {
        var sizes = new RecordSizes(1, 1, 16, 16, Dtype.UINT8, Dtype.FLOAT16, sites.size(), 1);
        try (TopicProvisioner provisioner = new TopicProvisioner(link.broker());
                SchemaRegistry registry = new SchemaRegistry(link.registry())) {
            provisioner.provision(link.topics().all(sites), TopicSettings.replicated(1), sizes);
            new SchemaProvisioner(registry).provision(link.topics().all(sites));
        }
    }

    private static LinkSettings link(LocalStack stack) {
        return new LinkSettings(
                new Topics("live"),
                BrokerSettings.plain(stack.broker().bootstrapServers()),
                RegistrySettings.plain(stack.registry().url()),
                Dtype.UINT8,
                Dtype.FLOAT16,
                1 << 20);
    }

    /** One step of a run, as its workers tell it. */
    private static void tell(LinkSettings link) {
        Instant now = Instant.now();
        try (SiteLink site = new SiteLink(link, MERCY)) {
            site.share(List.of(new SharedMask(MERCY, "m1", LabelMap.of(16, 16, 2, new byte[256]))));
        }
        try (GeneratorLink generator = new GeneratorLink(link, List.of(MERCY));
                EventOutbox events = new EventOutbox(link, link.topics().events(), "generator");
                PreviewOutbox previews = new PreviewOutbox(link)) {
            generator.commit(
                    record(
                            new GeneratorVersion(1, 0),
                            List.of(),
                            List.of(new FoldRecord.MemberChange(MERCY, FoldRecord.Status.JOINED, 40))),
                    List.of());
            generator.commit(
                    record(FIRST, List.of(new FoldRecord.Fold(new BatchId(MERCY, 0), 0, 0, 1, 0, 1)), List.of()),
                    List.of(new SyntheticBatch(
                            new BatchId(MERCY, 1),
                            FIRST,
                            List.of(new MaskUse("m1", 0)),
                            FloatTensor.zeros(1, 1, 16, 16))));
            events.emit(new RunEvent("generator", now, "started", 0, Map.of("steps", 10.0), Map.of()));
            events.emit(new RunEvent(
                    "generator", now, "stepped", 1, Map.of("adversarialLoss.mercy", 0.75, "steps", 10.0), Map.of()));
            previews.publish(
                    new Preview(FIRST, 0, MERCY, LabelMap.of(16, 16, 2, new byte[256]), FloatTensor.zeros(1, 16, 16)));
        }
    }

    private static FoldRecord record(
            GeneratorVersion made, List<FoldRecord.Fold> folds, List<FoldRecord.MemberChange> members) {
        return new FoldRecord(made, folds, List.of(), members, List.of(), Map.of(MERCY, 0L), 0.1, 0, false);
    }

    private Process start(LinkSettings link, int port, List<SiteId> sites) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LiveWorker.class.getName(),
                        "--asyndgan.link.run=" + link.topics().run(),
                        "--asyndgan.link.brokers=" + link.broker().bootstrapServers(),
                        "--asyndgan.link.registry=" + link.registry().url(),
                        "--asyndgan.live.sites="
                                + sites.stream().map(SiteId::slug).collect(Collectors.joining(",")),
                        "--asyndgan.live.sample-every=1s",
                        "--asyndgan.live.tensorboard=" + folder.resolve("board"),
                        "--asyndgan.live.json-lines=" + folder.resolve("events.jsonl"),
                        "--asyndgan.http.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("live.log").toFile())
                .start();
    }

    private JsonNode awaitRun(int port) {
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> json.readTree(get(port, "/api/run")),
                        run -> run.get("step").asLong() == 1
                                && run.get("previewSteps").size() == 1
                                && run.get("sent").size() == 1
                                && run.get("provenance").size() > 0
                                && run.get("seriesNames").size() > 0);
    }

    private String get(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(uri(port, path)).timeout(LIMIT).build();
        if (path.equals("/api/events")) {
            var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
            try (lines) {
                return String.join("\n", lines.limit(4).toList());
            }
        }
        var answer =
                http.send(request, HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        return answer.body();
    }

    private int status(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(uri(port, path)).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }
}
