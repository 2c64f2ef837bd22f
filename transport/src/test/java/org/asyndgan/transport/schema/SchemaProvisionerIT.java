package org.asyndgan.transport.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.SharedStack;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaProvisionerIT {

    private static final SiteId MERCY = new SiteId("mercy");

    private final SchemaRegistry registry = new SchemaRegistry(SharedStack.registry());
    private final SchemaProvisioner provisioner = new SchemaProvisioner(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void registersEveryTopicsSchemaOnce() throws Exception {
        var topics = new Topics("registered").all(List.of(MERCY));

        provisioner.provision(topics);
        provisioner.provision(topics);

        provisioner.check(topics);
        assertThat(registry.client().getAllSubjects())
                .filteredOn(subject -> subject.startsWith("registered."))
                .containsExactlyInAnyOrderElementsOf(
                        topics.stream().map(Topic::subject).toList());
        for (Topic topic : topics) {
            assertThat(registry.client().getAllVersions(topic.subject())).containsExactly(1);
            assertThat(registry.client().getCompatibility(topic.subject())).isEqualTo("FULL_TRANSITIVE");
        }
    }

    @Test
    void saysThatASchemaIsNotRegistered() {
        assertThatThrownBy(() -> provisioner.check(List.of(new Topics("unknown").journal())))
                .isInstanceOf(TransportException.class)
                .hasMessage("The schema registry at " + SharedStack.registry().url() + " does not know this program's"
                        + " FoldRecord under unknown.journal-value. Provision the run's schemas first. (ADG-105)");
    }

    @Test
    void refusesToReplaceASchemaThatItsReadersCouldNotFollow() throws Exception {
        var topic = new Topics("elder").journal();
        var elder = "{\"type\":\"record\",\"name\":\"FoldRecord\",\"namespace\":\"org.asyndgan.schemas\","
                + "\"fields\":[{\"name\":\"step\",\"type\":\"string\"}]}";
        registry.client().register(topic.subject(), new AvroSchema(elder));
        registry.client().updateCompatibility(topic.subject(), "NONE");

        assertThatThrownBy(() -> provisioner.provision(List.of(topic)))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(
                        "The schema registry at " + SharedStack.registry().url()
                                + " holds versions of elder.journal-value that this program's FoldRecord is not compatible"
                                + " with: ")
                .hasMessageEndingWith("Use the program version that the run was started with, or choose another name"
                        + " for the run. (ADG-104)");
        assertThat(registry.client().getAllVersions(topic.subject())).containsExactly(1);
    }

    @Test
    void saysThatTheRegistryCannotBeReached() {
        var nobody = new RegistrySettings("http://127.0.0.1:1", Duration.ofSeconds(1), Map.of());

        try (var away = new SchemaRegistry(nobody)) {
            assertThatThrownBy(away::requireAnswer)
                    .isInstanceOfSatisfying(TransportException.class, trouble -> assertThat(trouble.isRetriable())
                            .isTrue())
                    .hasMessage("The schema registry at http://127.0.0.1:1 cannot be reached: Connection refused. Check"
                            + " the URL (registry) and whether the registry is started. (ADG-102)");
        }
        assertThatCode(registry::requireAnswer).doesNotThrowAnyException();
    }

    @Test
    void doesNotWaitForEverForARegistryThatHangs() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var url = "http://127.0.0.1:" + silent.getLocalPort();
            try (var hanging = new SchemaRegistry(new RegistrySettings(url, Duration.ofSeconds(1), Map.of()))) {
                assertThatThrownBy(hanging::requireAnswer)
                        .isInstanceOf(TransportException.class)
                        .hasMessageStartingWith(
                                "The schema registry at " + url + " cannot be reached: Read timed out.");
            }
        }
    }
}
