package org.asyndgan.worker.telemetry;

import io.micronaut.context.annotation.Factory;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.asyndgan.transport.link.Connectivity;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What {@code /health} looks at.
 *
 * <p>Waiting is healthy: a worker whose partners are slow is UP and says what it waits for. It is DOWN when
 * broker or registry do not answer, or its own thread has ended on a failure.
 */
@Factory
final class HealthIndicators {

    @Singleton
    @Named("broker")
    HealthIndicator broker(Connections connections) {
        return indicator(() -> result("broker", connections.broker()));
    }

    @Singleton
    @Named("registry")
    HealthIndicator registry(Connections connections) {
        return indicator(() -> result("registry", connections.registry()));
    }

    @Singleton
    @Named("progress")
    HealthIndicator progress(Progress progress) {
        return indicator(
                () -> HealthResult.builder("progress", progress.hasFailed() ? HealthStatus.DOWN : HealthStatus.UP)
                        .details(progress.details())
                        .build());
    }

    /** Asking may take seconds, which the server's own threads do not have. */
    private static HealthIndicator indicator(Supplier<HealthResult> result) {
        return () -> Mono.fromSupplier(result).subscribeOn(Schedulers.boundedElastic());
    }

    private static HealthResult result(String name, Optional<Connectivity.Answer> answer) {
        if (answer.isEmpty()) {
            return HealthResult.builder(name, HealthStatus.UNKNOWN)
                    .details(Map.of("trouble", "not connected yet"))
                    .build();
        }
        return answer.get().isReachable()
                ? HealthResult.builder(name, HealthStatus.UP).build()
                : HealthResult.builder(name, HealthStatus.DOWN)
                        .details(Map.of("trouble", answer.get().trouble()))
                        .build();
    }
}
