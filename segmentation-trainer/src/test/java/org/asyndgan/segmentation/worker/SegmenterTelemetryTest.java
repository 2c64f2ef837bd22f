package org.asyndgan.segmentation.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Pace;
import org.asyndgan.worker.telemetry.Progress;
import org.junit.jupiter.api.Test;

class SegmenterTelemetryTest {

    @Test
    void tellsOfASnapshotThatFailedUntilOneIsSafe() throws Exception {
        try (ApplicationContext context = Settings.contextOf(Map.of())) {
            URI server = context.getBean(EmbeddedServer.class).start().getURI();
            SegmenterTelemetry telemetry = new SegmenterTelemetry(
                    new SimpleMeterRegistry(),
                    new Events("segmenter", () -> Instant.EPOCH, event -> {}),
                    context.getBean(Progress.class),
                    new Pace(() -> Instant.EPOCH),
                    new Settings(context).bind(SegmenterProperties.class));

            telemetry.notSnapshotted(100, "No space left on device");
            assertThat(health(server)).contains("No space left on device");

            telemetry.snapshotted(200);
            assertThat(health(server)).doesNotContain("No space left on device");
        }
    }

    private static String health(URI server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.resolve("/health")).build(), BodyHandlers.ofString())
                .body();
    }
}
