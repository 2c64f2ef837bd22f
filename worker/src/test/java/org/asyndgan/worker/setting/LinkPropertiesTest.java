package org.asyndgan.worker.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.log.LinkSettings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPropertiesTest {

    private static final Map<String, Object> LEAST = Map.of(
            "asyndgan.link.run", "nuclei",
            "asyndgan.link.brokers", "broker-1:9092,broker-2:9092",
            "asyndgan.link.registry", "http://registry:8081",
            "asyndgan.link.dangerously-allow-plain-text", "true");

    @Test
    void takesDefaultsForAllThatNeedNotBeGiven() {
        LinkSettings link = bound(Map.of()).settings();

        assertThat(link.topics().run()).isEqualTo("nuclei");
        assertThat(link.broker().bootstrapServers()).isEqualTo("broker-1:9092,broker-2:9092");
        assertThat(link.broker().client()).isEmpty();
        assertThat(link.broker().timeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(link.registry().url()).isEqualTo("http://registry:8081");
        assertThat(link.images()).isEqualTo(Dtype.UINT8);
        assertThat(link.gradients()).isEqualTo(Dtype.FLOAT16);
        assertThat(link.maxRecordBytes()).isEqualTo(16 << 20);
    }

    @Test
    void handsFurtherSettingsToTheKafkaClientsUnderTheirDottedNames() {
        LinkSettings link = bound(Map.of(
                        "asyndgan.link.kafka.security.protocol", "SASL_SSL",
                        "asyndgan.link.kafka.sasl.jaas.config", "ScramLoginModule required;",
                        "asyndgan.link.registry-client.basic.auth.user.info", "u:p"))
                .settings();

        assertThat(link.broker().client())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "ScramLoginModule required;"));
        assertThat(link.registry().client()).isEqualTo(Map.of("basic.auth.user.info", "u:p"));
    }

    @Test
    void canBeGivenByTheEnvironmentAlone() {
        Map<String, Object> environment = Map.of(
                "ASYNDGAN_LINK_RUN", "nuclei",
                "ASYNDGAN_LINK_BROKERS", "broker:9093",
                "ASYNDGAN_LINK_REGISTRY", "https://registry:8443",
                "ASYNDGAN_LINK_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "ASYNDGAN_LINK_KAFKA_SASL_JAAS_CONFIG", "x",
                "ASYNDGAN_LINK_MAX_RECORD_BYTES", "65536");

        LinkSettings link;
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .propertySources(environment(environment))
                .start()) {
            link = new Settings(context).bind(LinkProperties.class).settings();
        }

        assertThat(link.topics().run()).isEqualTo("nuclei");
        assertThat(link.maxRecordBytes()).isEqualTo(65536);
        assertThat(link.broker().client())
                .containsExactlyInAnyOrderEntriesOf(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "x"));
    }

    @Test
    void needsNoEncryptionOnItsOwnMachine() {
        LinkSettings link = bound(Map.of(
                        "asyndgan.link.brokers", "127.0.0.1:9092,localhost:9093,[::1]:9094",
                        "asyndgan.link.registry", "http://127.0.0.1:8081/apis/ccompat/v7",
                        "asyndgan.link.dangerously-allow-plain-text", "false"))
                .settings();

        assertThat(link.broker().client()).isEmpty();
    }

    @Test
    void printsNoPasswordThatShouldHaveBeenEncoded() {
        LinkProperties properties =
                bound(Map.of("asyndgan.link.registry", "https://me:p/a@ss@one:8081,https://you:b@two:8081"));

        assertThat(SettingsLine.of(properties))
                .contains(" asyndgan.link.registry=https://***@one:8081,https://***@two:8081 ");
    }

    @Test
    void printsNoSecret() {
        LinkProperties properties = bound(Map.of(
                "asyndgan.link.registry", "https://me:hidden@registry:8081",
                "asyndgan.link.kafka.security.protocol", "SASL_SSL",
                "asyndgan.link.kafka.ssl.keystore.password", "hidden",
                "asyndgan.link.kafka.ssl.keystore.key", "hidden",
                "asyndgan.link.kafka.sasl.jaas.config", "password=hidden",
                "asyndgan.link.registry-client.basic.auth.user.info", "me:hidden"));

        assertThat(SettingsLine.of(properties))
                .isEqualTo("asyndgan.link.run=nuclei asyndgan.link.brokers=broker-1:9092,broker-2:9092"
                        + " asyndgan.link.registry=https://***@registry:8081"
                        + " asyndgan.link.kafka.sasl.jaas.config=***"
                        + " asyndgan.link.kafka.security.protocol=SASL_SSL"
                        + " asyndgan.link.kafka.ssl.keystore.key=***"
                        + " asyndgan.link.kafka.ssl.keystore.password=***"
                        + " asyndgan.link.registry-client.basic.auth.user.info=***"
                        + " asyndgan.link.image-dtype=uint8 asyndgan.link.gradient-dtype=float16"
                        + " asyndgan.link.max-record-bytes=16777216 asyndgan.link.broker-timeout=15s"
                        + " asyndgan.link.registry-timeout=10s"
                        + " asyndgan.link.dangerously-allow-plain-text=true");
    }

    @Nested
    class Refuses {

        @Test
        void aRunWithoutAName() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.run", "")).settings())
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("Setting asyndgan.link.run is missing; set it to a name for the run, the same for all"
                            + " its workers. (ADG-501)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"plaintext", "sasl_plaintext", "SASL_PLAINTEXT ", "Plaintext"})
        void plainTextHoweverKafkasClientsLetItBeWritten(String protocol) {
            assertThatThrownBy(() -> bound(Map.of(
                                    "asyndgan.link.kafka.security.protocol",
                                    protocol,
                                    "asyndgan.link.dangerously-allow-plain-text",
                                    "false"))
                            .settings())
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("(ADG-660)")
                    .hasMessageStartingWith("The broker broker-1:9092 is on another machine");
        }

        @Test
        void noBrokers() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.brokers", " ")).settings())
                    .hasMessage("Setting asyndgan.link.brokers is missing; set it to the Kafka brokers' addresses, such"
                            + " as broker-1:9092,broker-2:9092. (ADG-501)");
        }

        @Test
        void noRegistry() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.registry", "")).settings())
                    .hasMessage(
                            "Setting asyndgan.link.registry is missing; set it to the schema registry's URL, such as"
                                    + " http://registry:8081. (ADG-501)");
        }

        @Test
        void aNameThatIsNoTopicName() {
            assertThatThrownBy(
                            () -> bound(Map.of("asyndgan.link.run", "My Run")).settings())
                    .hasMessage("Under asyndgan.link: \"My Run\" cannot name a run: use lower-case letters, digits,"
                            + " '-' and '_', at most 100, starting with a letter or digit. (ADG-503)");
        }

        @Test
        void aTypeThatThereIsNot() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.image-dtype", "int7")))
                    .hasMessage("Setting asyndgan.link.image-dtype is \"int7\", which is not uint8 or float16 or"
                            + " float32. (ADG-502)");
        }

        @Test
        void brokersOfAnotherMachineInPlainText() {
            assertThatThrownBy(() -> bound(Map.of(
                                    "asyndgan.link.brokers", "127.0.0.1:9092,broker-2:9092",
                                    "asyndgan.link.dangerously-allow-plain-text", "false"))
                            .settings())
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("The broker broker-2:9092 is on another machine, and with security.protocol=PLAINTEXT"
                            + " everybody on the way could read and change masks, images and gradients. Use the"
                            + " start-up kit that ./asyndgan provision made, or, in a network that nobody else reaches,"
                            + " set asyndgan.link.dangerously-allow-plain-text=true. (ADG-660)");
        }

        @Test
        void aRegistryOfAnotherMachineInPlainText() {
            assertThatThrownBy(() -> bound(Map.of(
                                    "asyndgan.link.kafka.security.protocol", "SASL_SSL",
                                    "asyndgan.link.dangerously-allow-plain-text", "false"))
                            .settings())
                    .hasMessage("The schema registry http://registry:8081 is on another machine, and without https"
                            + " everybody on the way could change what it answers. Use the start-up kit that"
                            + " ./asyndgan provision made, or, in a network that nobody else reaches, set"
                            + " asyndgan.link.dangerously-allow-plain-text=true. (ADG-660)");
        }

        @Test
        void kafkaSettingsThatDeliveryHangsOn() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.kafka.isolation.level", "read_uncommitted"))
                            .settings())
                    .hasMessage("Under asyndgan.link: The Kafka settings [isolation.level] are made by the worker"
                            + " itself, because exactly-once delivery hangs on them; leave them out. (ADG-503)");
        }

        @Test
        void aSettingThatThereIsNot() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.broker", "localhost:9092")))
                    .hasMessage("There is no setting asyndgan.link.broker. Those under its prefix are broker-timeout,"
                            + " brokers, dangerously-allow-plain-text, gradient-dtype, image-dtype, kafka,"
                            + " max-record-bytes, registry, registry-client, registry-timeout, run. (ADG-504)");
        }

        @Test
        void aTimeThatIsNone() {
            assertThatThrownBy(() -> bound(Map.of("asyndgan.link.broker-timeout", "soon")))
                    .hasMessage("Setting asyndgan.link.broker-timeout is \"soon\", which is not a duration such as 30s"
                            + " or 5m. (ADG-502)");
        }
    }

    private static PropertySource environment(Map<String, Object> variables) {
        return new MapPropertySource("env", variables) {
            @Override
            public PropertyConvention getConvention() {
                return PropertyConvention.ENVIRONMENT_VARIABLE;
            }
        };
    }

    private static LinkProperties bound(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(LEAST);
        all.putAll(properties);
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .propertySources(PropertySource.of("given", all, 1000))
                .start()) {
            return new Settings(context).bind(LinkProperties.class);
        }
    }
}
