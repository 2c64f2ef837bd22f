package org.asyndgan.transport.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

    @Test
    void giveATransactionMoreTimeThanItsRecords() {
        assertThat(transactionMillis(Duration.ofSeconds(15), Map.of())).isEqualTo(240_000);
        // Twice 200 s for the records, and a minute.
        assertThat(transactionMillis(Duration.ofSeconds(200), Map.of())).isEqualTo(460_000);
        assertThat(transactionMillis(Duration.ofSeconds(15), Map.of("delivery.timeout.ms", "300000")))
                .isEqualTo(360_000);
    }

    /** What is overridden is refused, so that nobody believes to have set it. */
    @ParameterizedTest
    @ValueSource(strings = {"client.id", "max.partition.fetch.bytes", "max.poll.records", "transaction.timeout.ms"})
    void refuseWhatTheySetThemselves(String setting) {
        assertThatThrownBy(() -> link(Duration.ofSeconds(15), Map.of(setting, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The Kafka settings [" + setting + "] are made by the worker itself, because exactly-once"
                        + " delivery hangs on them; leave them out");
    }

    private static Object transactionMillis(Duration timeout, Map<String, String> client) {
        return Clients.of(link(timeout, client)).inTransactions("t").get("transaction.timeout.ms");
    }

    private static LinkSettings link(Duration timeout, Map<String, String> client) {
        return new LinkSettings(
                new Topics("r"),
                new BrokerSettings("b:9092", timeout, client),
                RegistrySettings.plain("http://r:8081"),
                Dtype.UINT8,
                Dtype.FLOAT16,
                1 << 20);
    }
}
