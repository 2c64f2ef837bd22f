package org.asyndgan.transport.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Messages;
import org.asyndgan.transport.Records;
import org.asyndgan.transport.SharedStack;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;

/** A client of Confluent's registry that shares no line with ours, in another language, reads our records. */
class OtherLanguageIT {

    private static final Path SCRIPT = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node");

    @Test
    void nodeReadsAMaskFromTheBroker() throws Exception {
        installOrSkip();
        var topic = new Topics("node").masks(new SiteId("mercy"));
        var address = SharedStack.broker().bootstrapServers();
        try (var registry = new SchemaRegistry(SharedStack.registry());
                var writer = new AvroWriter(registry);
                var provisioner = new TopicProvisioner(SharedStack.broker())) {
            var sizes = new RecordSizes(1, 1, 2, 3, Dtype.UINT8, Dtype.FLOAT16, 1, 1);
            new SchemaProvisioner(registry).provision(List.of(topic));
            provisioner.provision(List.of(topic), TopicSettings.replicated(1), sizes);
            Records.send(address, topic.name(), writer.write(topic, Messages.mask()));
        }
        var value = Base64.getEncoder().encodeToString(Records.first(address, topic.name()));

        var decoded = run(List.of("node", "decode.js", SharedStack.registry().url(), value));

        var json = new ObjectMapper();
        assertThat(decoded.status).as(decoded.said).isZero();
        assertThat(json.readTree(decoded.said))
                .isEqualTo(json.readTree("{\"run\":\"r\",\"site\":\"mercy\",\"mask\":\"m-1\",\"height\":2,\"width\":3,"
                        + "\"classes\":3,\"labels\":{\"type\":\"Buffer\",\"data\":[0,1,2,2,1,0]}}"));
    }

    private static void installOrSkip() throws Exception {
        Files.createDirectories(INSTALLED);
        for (var name : List.of("package.json", "package-lock.json", "decode.js")) {
            Files.copy(SCRIPT.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.isDirectory(INSTALLED.resolve("node_modules/@kafkajs/confluent-schema-registry"))) {
            return;
        }
        String trouble;
        try {
            var install = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            trouble = install.status == 0 ? null : "npm ci ended with " + install.status;
        } catch (IOException absent) {
            trouble = absent.getMessage();
        }
        if (trouble != null) {
            System.out.println("SKIPPED: a Node client decodes our records: " + trouble);
        }
        assumeTrue(trouble == null, trouble);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile(Path.of("target"), "node", ".out");
        var process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Ended(-1, command.get(0) + " did not end within 2 minutes");
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private record Ended(int status, String said) {}
}
