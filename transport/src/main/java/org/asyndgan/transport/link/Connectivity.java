package org.asyndgan.transport.link;

import java.time.Duration;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.MonotonicClock;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.TopicProvisioner;

/**
 * Says whether broker and registry answer, for health checks.
 *
 * <p>An answer holds for five seconds, and each question takes two at most. Thread-safe.
 */
public final class Connectivity implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    private final TopicProvisioner broker;
    private final SchemaRegistry registry;
    private final Remembered brokerAnswer = new Remembered(MonotonicClock.SYSTEM);
    private final Remembered registryAnswer = new Remembered(MonotonicClock.SYSTEM);

    /** @throws TransportException if the broker's address means nothing */
    public Connectivity(LinkSettings settings) {
        BrokerSettings toBroker = settings.broker();
        RegistrySettings toRegistry = settings.registry();
        this.broker = new TopicProvisioner(new BrokerSettings(toBroker.bootstrapServers(), LIMIT, toBroker.client()));
        this.registry = new SchemaRegistry(new RegistrySettings(toRegistry.url(), LIMIT, toRegistry.client()));
    }

    public Answer broker() {
        return brokerAnswer.orAsk(broker::requireBroker);
    }

    public Answer registry() {
        return registryAnswer.orAsk(registry::requireAnswer);
    }

    @Override
    public void close() {
        broker.close();
        registry.close();
    }

    /** @param trouble what is wrong, in whole sentences; empty if nothing is */
    public record Answer(boolean isReachable, String trouble) {}

    private static final class Remembered {

        private final MonotonicClock clock;
        private Answer answer;
        private long at;

        Remembered(MonotonicClock clock) {
            this.clock = clock;
        }

        synchronized Answer orAsk(Runnable question) {
            if (answer == null || clock.nanoTime() - at > KEPT_NANOS) {
                answer = asked(question);
                at = clock.nanoTime();
            }
            return answer;
        }

        private static Answer asked(Runnable question) {
            try {
                question.run();
                return new Answer(true, "");
            } catch (TransportException trouble) {
                return new Answer(false, trouble.getMessage());
            }
        }
    }
}
