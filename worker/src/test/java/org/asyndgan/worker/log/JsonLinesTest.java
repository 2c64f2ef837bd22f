package org.asyndgan.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private final LoggerContext context = new LoggerContext();

    @Test
    void makesFieldsOfWhatTheThreadCarriesAndOfThePairsInTheMessage() {
        assertThat(line(
                        "Stepped step=100 losses=a:0.5/0.7 because=\"of it\"",
                        null,
                        Map.of("run", "nuclei", "step", "99")))
                .isEqualTo(
                        "{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"INFO\",\"logger\":\"GeneratorTelemetry\","
                                + "\"thread\":\"generator\",\"message\":\"Stepped step=100 losses=a:0.5/0.7 because=\\\"of it\\\"\","
                                + "\"run\":\"nuclei\",\"step\":\"100\",\"losses\":\"a:0.5/0.7\",\"because\":\"of it\"}\n");
    }

    @Test
    void letsNoMessagePretendToBeAnotherLevelOrTime() {
        assertThat(line("level=ERROR time=never", null, Map.of()))
                .startsWith("{\"time\":\"2026-01-02T03:04:05.678Z\",\"level\":\"INFO\"")
                .endsWith("\"message\":\"level=ERROR time=never\"}\n");
    }

    @Test
    void keepsAStackTraceOnTheOneLine() {
        String line = line("Failed", new IllegalStateException("tab\there \\ \"there\""), Map.of());

        assertThat(line)
                .contains("\"stack\":\"java.lang.IllegalStateException: tab\\u0009here \\\\ \\\"there\\\"\\u000a")
                .hasLineCount(1);
    }

    private String line(String message, Throwable thrown, Map<String, String> carried) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("org.asyndgan.GeneratorTelemetry"), Level.INFO, message, thrown, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        event.setThreadName("generator");
        event.setMDCPropertyMap(new java.util.TreeMap<>(carried));
        JsonLines layout = new JsonLines();
        layout.setContext(context);
        layout.start();
        return layout.doLayout(event);
    }
}
