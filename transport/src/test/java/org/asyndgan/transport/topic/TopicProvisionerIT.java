package org.asyndgan.transport.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.Messages;
import org.asyndgan.transport.Records;
import org.asyndgan.transport.SharedStack;
import org.asyndgan.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicProvisionerIT {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final TopicSettings SETTINGS = TopicSettings.replicated(1);
    private static final RecordSizes SMALL = new RecordSizes(4, 1, 64, 64, Dtype.UINT8, Dtype.FLOAT16, 3, 2);

    private final BrokerSettings broker = SharedStack.broker();
    private final TopicProvisioner provisioner = new TopicProvisioner(broker);

    @AfterEach
    void close() {
        provisioner.close();
    }

    @Test
    void makesEveryTopicOnceAndThenFindsItInOrder() throws Exception {
        var topics = new Topics("made").all(List.of(MERCY));

        provisioner.provision(topics, SETTINGS, SMALL);
        provisioner.provision(topics, SETTINGS, SMALL);

        provisioner.check(topics, SMALL);
        assertThat(setting("made.sites.mercy", "cleanup.policy")).isEqualTo("compact");
        assertThat(setting("made.masks.mercy", "cleanup.policy")).isEqualTo("delete");
        assertThat(setting("made.masks.mercy", "retention.ms")).isEqualTo("-1");
        assertThat(setting("made.masks.mercy", "retention.bytes")).isEqualTo("-1");
        assertThat(setting("made.journal", "cleanup.policy")).isEqualTo("delete");
        assertThat(setting("made.journal", "retention.ms")).isEqualTo("7776000000"); // 90 days
        assertThat(setting("made.gradients.mercy", "retention.ms")).isEqualTo("604800000"); // 7 days
        assertThat(setting("made.gradients.mercy", "max.message.bytes")).isEqualTo("16777216");
    }

    @Test
    void findsRoomForTheLargestRecordThatItCounted() throws Exception {
        // 8 x 3 x 256 x 256 FLOAT16 = 3 MiB; the topic takes just what was counted.
        var sizes = new RecordSizes(8, 3, 256, 256, Dtype.UINT8, Dtype.FLOAT16, 3, 2);
        var topic = new Topics("room").gradients(MERCY);
        int limit = Math.toIntExact(sizes.largest(Channel.GRADIENTS));
        var exact = new TopicSettings((short) 1, limit, SETTINGS.retention(), SETTINGS.longRetention());
        provisioner.provision(List.of(topic), exact, sizes);

        // Random, so that it stays as large however it is sent; 5 bytes are Confluent's.
        var value = new byte[Messages.gradient(8, 3, 256, 256).toByteBuffer().remaining() + 5];
        new Random(7).nextBytes(value);
        Records.send(broker.bootstrapServers(), topic.name(), value);

        assertThat(Records.first(broker.bootstrapServers(), topic.name())).isEqualTo(value);
    }

    @Test
    void saysThatATopicTakesNoRecordAsLargeAsTheRunsLargest() {
        var topics = new Topics("tight").ofSite(MERCY);
        provisioner.provision(
                topics, new TopicSettings((short) 1, 2 << 20, SETTINGS.retention(), SETTINGS.longRetention()), SMALL);
        // 16 x 3 x 256 x 256 x 4 bytes = 12 MiB and 1024 bytes.
        var large = new RecordSizes(16, 3, 256, 256, Dtype.UINT8, Dtype.FLOAT32, 3, 2);

        assertThatThrownBy(() -> provisioner.check(List.of(new Topics("tight").gradients(MERCY)), large))
                .isInstanceOf(TransportException.class)
                .hasMessage("A record of 16 x 3 x 256 x 256 FLOAT32 can have 12.0 MiB, over the limit of 2.0 MiB of"
                        + " topic tight.gradients.mercy. Lower the batch size or the image size, or raise the topic's"
                        + " max.message.bytes to 12583936 or more. (ADG-103)");
    }

    @Test
    void saysThatATopicIsMissing() {
        assertThatThrownBy(() -> provisioner.check(List.of(new Topics("missing").journal()), SMALL))
                .isInstanceOf(TransportException.class)
                .hasMessage("Topic missing.journal does not exist at " + broker.bootstrapServers()
                        + ". Provision the run's topics first, and check the run's and the site's name. (ADG-106)");
    }

    @Test
    void saysThatATopicWasMadeByOthersInAnotherWay() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("foreign.journal", Optional.of(3), Optional.empty()),
                            new NewTopic("foreign.sites.mercy", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        var topics = new Topics("foreign");

        assertThatThrownBy(() -> provisioner.provision(List.of(topics.journal()), SETTINGS, SMALL))
                .hasMessage("Topic foreign.journal has 3 partitions, but the order of its records is part of the"
                        + " training, so it must have 1. Delete it or choose another name for the run. (ADG-107)");
        assertThatThrownBy(() -> provisioner.provision(List.of(topics.sites(MERCY)), SETTINGS, SMALL))
                .hasMessage(
                        "Topic foreign.sites.mercy has cleanup.policy=delete where compact is needed. Correct it with"
                                + " kafka-configs.sh --alter, or choose another name for the run. (ADG-107)");
    }

    /** A run begun before masks were all kept has them compacted. */
    @Test
    void takesTheMasksOfAnEarlierRunAsTheyAre() throws Exception {
        Topic masks = new Topics("earlier").masks(MERCY);
        make(masks, Map.of("cleanup.policy", "compact"));

        provisioner.provision(List.of(masks), SETTINGS, SMALL);

        assertThat(setting(masks.name(), "cleanup.policy")).isEqualTo("compact");
    }

    @Test
    void saysThatMasksWouldBeDeleted() throws Exception {
        Topic masks = new Topics("forgetful").masks(MERCY);
        make(masks, Map.of("cleanup.policy", "delete", "retention.ms", "60000"));

        assertThatThrownBy(() -> provisioner.check(List.of(masks), SMALL))
                .hasMessage("Topic forgetful.masks.mercy has retention.ms=60000 where -1 is needed. Correct it with"
                        + " kafka-configs.sh --alter, or choose another name for the run. (ADG-107)");
    }

    @Test
    void takesBothPoliciesInEitherOrder() throws Exception {
        Topic previews = new Topics("turned").previews();
        make(previews, Map.of("cleanup.policy", "delete,compact"));

        assertThatCode(() -> provisioner.check(List.of(previews), SMALL)).doesNotThrowAnyException();
    }

    private void make(Topic topic, Map<String, String> configuration) throws Exception {
        Map<String, String> all = new HashMap<>(configuration);
        all.put("max.message.bytes", "16777216");
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic.name(), Optional.of(1), Optional.empty()).configs(all)))
                    .all()
                    .get();
        }
    }

    @Test
    void saysThatTheBrokerRefuses() {
        var tooMany = TopicSettings.replicated(3);

        assertThatThrownBy(() -> provisioner.provision(List.of(new Topics("refused").journal()), tooMany, SMALL))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("The Kafka broker at " + broker.bootstrapServers()
                        + " refused to create topic refused.journal: ")
                .hasMessageContaining("replication factor")
                .hasMessageEndingWith(" Check the client's credentials and rights and the topic settings. (ADG-108)");
    }

    @Test
    void saysThatNoBrokerAnswers() {
        // Port 1 is one that nothing listens on.
        var nobody = new BrokerSettings("127.0.0.1:1", Duration.ofSeconds(1), Map.of());

        try (var alone = new TopicProvisioner(nobody)) {
            assertThatThrownBy(alone::requireBroker)
                    .isInstanceOfSatisfying(TransportException.class, trouble -> assertThat(trouble.isRetriable())
                            .isTrue())
                    .hasMessage("No Kafka broker answered at 127.0.0.1:1 within 1 s. Check the address"
                            + " (brokers) and whether the broker is started. (ADG-101)");
        }
        assertThatCode(provisioner::requireBroker).doesNotThrowAnyException();
    }

    @Test
    void saysThatABrokersNameMeansNothing() {
        var nowhere = new BrokerSettings("nowhere.invalid:9092", Duration.ofSeconds(1), Map.of());

        assertThatThrownBy(() -> new TopicProvisioner(nowhere).close())
                .isInstanceOf(TransportException.class)
                .hasMessage(
                        "The Kafka broker at nowhere.invalid:9092 cannot be tried: No resolvable bootstrap urls given"
                                + " in bootstrap.servers. Check the address (brokers, host:port) and the client"
                                + " settings. (ADG-101)");
    }

    private String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }
}
