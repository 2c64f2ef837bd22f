package org.asyndgan.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of a run in which a record was refused, once the run is over and its broker is stopped. */
class DeadLettersCommandIT {

    private static final String REASON = "does not begin with the magic byte 0 and a schema's id";

    @TempDir
    private static Path runs;

    private static String elsewhere;
    private static String json;

    /** A run with two sites, one of which has sent one text where a gradient was expected. */
    @BeforeAll
    static void aRunIsOver() throws Exception {
        Path run = Files.createDirectory(runs.resolve("tiny"));
        Files.writeString(run.resolve("run.json"), "{}");
        try (LocalStack stack = LocalStack.open(run)) {
            String brokers = stack.broker().bootstrapServers();
            String registry = stack.registry().url();
            assertThat(told(
                                    "provision",
                                    "--run=tiny",
                                    "--sites=mercy,st-mary",
                                    "--brokers=" + brokers,
                                    "--registry=" + registry)
                            .exitCode())
                    .isZero();
            var link = new LinkSettings(
                    new Topics("tiny"),
                    BrokerSettings.plain(brokers),
                    RegistrySettings.plain(registry),
                    Dtype.UINT8,
                    Dtype.FLOAT16,
                    1 << 20);
            try (var producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", brokers), new StringSerializer(), new ByteArraySerializer());
                    var generator = new GeneratorLink(link, List.of(new SiteId("mercy"), new SiteId("st-mary")))) {
                producer.send(new ProducerRecord<>(
                                "tiny.gradients.mercy", 0, "mercy/0", "no gradient".getBytes(StandardCharsets.UTF_8)))
                        .get();
                generator.startAt(Map.of());
                while (generator.poll().isEmpty()) {
                    // The broker hands the record over within a moment.
                }
            }
            String[] there = {"dead-letters", "--run=tiny", "--brokers=" + brokers, "--registry=" + registry};
            elsewhere = told(there).out();
            json = told(there[0], there[1], there[2], there[3], "--json").out();
        }
    }

    @Test
    void isATableOfWhatWasRefusedAndWhy() {
        Told table = told("dead-letters", "tiny", "--runs=" + runs);

        assertThat(table.exitCode()).isZero();
        assertThat(table.out().lines())
                .hasSize(2)
                .last()
                .asString()
                .matches("\\S+Z +tiny.gradients.mercy @ 0 +mercy +invalid +" + REASON);
        assertThat(table.out()).as("as for a run elsewhere").isEqualTo(elsewhere);
    }

    @Test
    void isJsonForPrograms() throws Exception {
        JsonNode all = new ObjectMapper().readTree(json);

        assertThat(all).hasSize(1);
        JsonNode one = all.get(0);
        assertThat(Instant.parse(one.get("at").textValue())).isBefore(Instant.now());
        assertThat(one.get("topic").textValue()).isEqualTo("tiny.gradients.mercy");
        assertThat(one.get("offset").longValue()).isZero();
        assertThat(one.get("key").textValue()).isEqualTo("mercy/0");
        assertThat(one.get("site").textValue()).isEqualTo("mercy");
        assertThat(one.get("kind").textValue()).isEqualTo("invalid");
        assertThat(one.get("reason").textValue()).isEqualTo(REASON);
        assertThat(one.get("bytes").longValue()).isEqualTo(11);
        assertThat(one.get("head").textValue()).isEqualTo("6e6f206772616469656e74");
    }

    @Test
    void saysWhichRunIsNotThere() {
        assertThat(told("dead-letters", "other", "--runs=" + runs).error())
                .startsWith("There is no run other in " + runs + ": no file ")
                .endsWith("(ADG-322)");
    }

    private static Told told(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        int code = Asyndgan.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(error, true))
                .execute(arguments);
        return new Told(code, out.toString().strip(), error.toString().strip());
    }

    private record Told(int exitCode, String out, String error) {}
}
