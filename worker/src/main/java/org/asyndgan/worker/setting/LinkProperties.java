package org.asyndgan.worker.setting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import io.micronaut.core.convert.format.MapFormat.MapTransformation;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.topic.Topics;

/**
 * Where a run lives and how its tensors travel; the same for all workers of the run but for credentials.
 *
 * @param run its name, the prefix of its topics
 * @param brokers host:port, several separated by commas
 * @param registry URL of the schema registry
 * @param kafka further settings of every Kafka client, such as {@code security.protocol}
 * @param registryClient further settings of the registry's client, such as {@code basic.auth.user.info}
 * @param imageDtype in which synthetic images travel
 * @param gradientDtype in which gradients travel; {@code UINT8} halves them, and generators of before there was a choice refuse it
 * @param maxRecordBytes the largest value of a record, before compression
 * @param brokerTimeout after which a broker that does not answer counts as unreachable
 * @param registryTimeout after which a registry that does not answer counts as unreachable
 * @param dangerouslyAllowPlainText lets masks, images and gradients travel unencrypted, for networks that
 *     nobody else reaches; this machine's own network needs no permission
 */
@ConfigurationProperties(LinkProperties.PREFIX)
public record LinkProperties(
        @Nullable String run,
        @Nullable String brokers,
        @Nullable String registry,
        @Nullable @MapFormat(transformation = MapTransformation.FLAT) Map<String, String> kafka,
        @Nullable @MapFormat(transformation = MapTransformation.FLAT) Map<String, String> registryClient,
        @Bindable(defaultValue = "UINT8") Dtype imageDtype,
        @Bindable(defaultValue = "FLOAT16") Dtype gradientDtype,
        @Bindable(defaultValue = "16777216") int maxRecordBytes,
        @Bindable(defaultValue = "15s") Duration brokerTimeout,
        @Bindable(defaultValue = "10s") Duration registryTimeout,
        @Bindable(defaultValue = "false") boolean dangerouslyAllowPlainText) {

    static final String PREFIX = "asyndgan.link";

    private static final String NOWHERE = "127.0.0.1:1";

    public LinkProperties {
        kafka = dotted(kafka);
        registryClient = dotted(registryClient);
    }

    /** An environment variable cannot hold a dot, and no setting of these clients holds anything else. */
    private static Map<String, String> dotted(@Nullable Map<String, String> given) {
        Map<String, String> dotted = new TreeMap<>();
        if (given != null) {
            given.forEach((key, value) -> dotted.put(key.replace('-', '.').replace('_', '.'), value));
        }
        return Map.copyOf(dotted);
    }

    /** @throws SettingsException if run, brokers or registry are missing or a value cannot be */
    public LinkSettings settings() {
        requireGiven(run, "run", "a name for the run, the same for all its workers");
        requireGiven(brokers, "brokers", "the Kafka brokers' addresses, such as broker-1:9092,broker-2:9092");
        requireGiven(registry, "registry", "the schema registry's URL, such as http://registry:8081");
        if (!dangerouslyAllowPlainText) {
            PlainText.refuse(brokers, kafka, registry, PREFIX + ".dangerously-allow-plain-text=true");
        }
        return Settings.mapped(
                PREFIX,
                () -> new LinkSettings(
                        new Topics(run),
                        new BrokerSettings(brokers, brokerTimeout, kafka),
                        new RegistrySettings(registry, registryTimeout, registryClient),
                        imageDtype,
                        gradientDtype,
                        maxRecordBytes));
    }

    /**
     * Settings for whoever connects to nothing: the run and how its tensors travel, with addresses where nobody listens.
     *
     * @throws SettingsException if the run is missing or a value cannot be
     */
    public LinkSettings connectingNowhere() {
        return new LinkProperties(
                        run,
                        NOWHERE,
                        "http://" + NOWHERE,
                        Map.of(),
                        Map.of(),
                        imageDtype,
                        gradientDtype,
                        maxRecordBytes,
                        brokerTimeout,
                        registryTimeout,
                        dangerouslyAllowPlainText)
                .settings();
    }

    private static void requireGiven(@Nullable String value, String name, String purpose) {
        if (value == null || value.isBlank()) {
            throw SettingsException.missing(PREFIX + "." + name, purpose);
        }
    }
}
