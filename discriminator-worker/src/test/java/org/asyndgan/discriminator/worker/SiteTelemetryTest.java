package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.time.Instant;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.discriminator.page.SitePage;
import org.asyndgan.discriminator.page.SiteView;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Progress;
import org.junit.jupiter.api.Test;

class SiteTelemetryTest {

    @Test
    void stillSaysWhyTheSiteLeavesWhenItsLastSnapshotIsSafe() {
        try (ApplicationContext context = Settings.contextOf(Map.of(SitePage.PROPERTY, "true"))) {
            SiteView view = context.getBean(SiteView.class);
            SiteTelemetry telemetry = new SiteTelemetry(
                    new SiteId("mercy"),
                    100,
                    AdversarialLoss.LEAST_SQUARES,
                    false,
                    new SimpleMeterRegistry(),
                    new Events("site/mercy", () -> Instant.EPOCH, event -> {}),
                    context.getBean(Progress.class),
                    view,
                    () -> Instant.EPOCH);

            telemetry.notSnapshotted(6, "No space left on device");
            telemetry.snapshotted(7);
            assertThat(view.summary(Instant.EPOCH).trouble()).isEmpty();

            telemetry.retired("its budget is spent");
            telemetry.snapshotted(8);
            assertThat(view.summary(Instant.EPOCH).trouble()).isEqualTo("The site leaves because its budget is spent.");
        }
    }
}
