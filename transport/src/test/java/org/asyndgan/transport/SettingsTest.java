package org.asyndgan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void neverPrintSecrets() {
        var broker = new BrokerSettings("b:9092", Duration.ofSeconds(5), Map.of("sasl.jaas.config", "secret"));
        var registry = new RegistrySettings(
                "http://r:8081", Duration.ofSeconds(5), Map.of("basic.auth.user.info", "user:secret"));

        assertThat(broker).hasToString("bootstrapServers=b:9092 timeout=5s client=[sasl.jaas.config]");
        assertThat(registry).hasToString("url=http://r:8081 timeout=5s client=[basic.auth.user.info]");
        assertThat(RegistrySettings.plain("https://user:secret@r:8081,https://user:p@r2:8081/a@b"))
                .hasToString("url=https://r:8081,https://r2:8081/a@b timeout=10s client=[]");
    }

    @Test
    void neverPrintAPasswordThatShouldHaveBeenEncoded() {
        assertThat(RegistrySettings.plain("https://me:p/a@ss@one:8081,https://you:b@c/d@two")
                        .printedUrl())
                .isEqualTo("https://one:8081,https://two");
    }
}
