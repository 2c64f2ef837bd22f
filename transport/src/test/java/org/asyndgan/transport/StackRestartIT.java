package org.asyndgan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Decoded.Valid;
import org.asyndgan.transport.schema.AvroReader;
import org.asyndgan.transport.schema.AvroWriter;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackRestartIT {

    private static final Topics RUN = new Topics("kept");
    private static final SiteId MERCY = new SiteId("mercy");
    private static final RecordSizes SIZES = new RecordSizes(1, 1, 2, 3, Dtype.UINT8, Dtype.FLOAT16, 1, 1);

    @Test
    void topicsSchemasAndRecordsSurviveARestartOfBrokerAndRegistry(@TempDir Path folder) throws Exception {
        try (var first = LocalStack.open(folder)) {
            fill(first);
            first.broker().stop();
            assertNobodyAnswersAt(first.broker().bootstrapServers());
        }

        try (var second = LocalStack.open(folder);
                var provisioner = new TopicProvisioner(
                        BrokerSettings.plain(second.broker().bootstrapServers()));
                var registry = new SchemaRegistry(
                        RegistrySettings.plain(second.registry().url()));
                var reader = new AvroReader<>(AvroMask.class, registry)) {
            var masks = RUN.masks(MERCY);
            provisioner.check(RUN.all(List.of(MERCY)), SIZES);
            new SchemaProvisioner(registry).check(RUN.all(List.of(MERCY)));
            assertThat(reader.read(masks, Records.first(second.broker().bootstrapServers(), masks.name())))
                    .isEqualTo(new Valid<>(Messages.mask()));
        }
    }

    private static void fill(LocalStack stack) throws Exception {
        var topics = RUN.all(List.of(MERCY));
        try (var provisioner =
                        new TopicProvisioner(BrokerSettings.plain(stack.broker().bootstrapServers()));
                var registry = new SchemaRegistry(
                        RegistrySettings.plain(stack.registry().url()));
                var writer = new AvroWriter(registry)) {
            provisioner.provision(topics, TopicSettings.replicated(1), SIZES);
            new SchemaProvisioner(registry).provision(topics);
            var masks = RUN.masks(MERCY);
            Records.send(stack.broker().bootstrapServers(), masks.name(), writer.write(masks, Messages.mask()));
        }
    }

    private static void assertNobodyAnswersAt(String address) {
        var settings = new BrokerSettings(address, Duration.ofSeconds(1), Map.of());
        try (var provisioner = new TopicProvisioner(settings)) {
            assertThatThrownBy(provisioner::requireBroker).hasMessageEndingWith("(ADG-101)");
        }
    }
}
