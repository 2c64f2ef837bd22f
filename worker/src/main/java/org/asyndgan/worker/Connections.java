package org.asyndgan.worker;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.LinkSettings;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.TopicProvisioner;

/** The two far ends that a worker cannot do without, for {@code /health}. Thread-safe. */
@Singleton
public final class Connections {

    /** Whoever asks for health wants to know within seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final InstantSource clock;
    private volatile Optional<Probe> broker = Optional.empty();
    private volatile Optional<Probe> registry = Optional.empty();

    Connections(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Begins to watch broker and registry, over connections of their own.
     *
     * @param resources closes these connections
     */
    public void watch(LinkSettings link, Resources resources) {
        BrokerSettings toBroker =
                new BrokerSettings(link.broker().bootstrapServers(), PATIENCE, link.broker().client());
        RegistrySettings toRegistry =
                new RegistrySettings(link.registry().url(), PATIENCE, link.registry().client());
        TopicProvisioner asksBroker = resources.add(new TopicProvisioner(toBroker));
        SchemaRegistry asksRegistry = resources.add(new SchemaRegistry(toRegistry));
        broker = Optional.of(new Probe(toBroker.bootstrapServers(), asksBroker::requireBroker, clock));
        registry = Optional.of(
                new Probe(SettingsLine.withoutUser(toRegistry.url()), asksRegistry::requireAnswer, clock));
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Probe> broker() {
        return broker;
    }

    /** Nothing before the worker has begun to connect. */
    Optional<Probe> registry() {
        return registry;
    }
}
