package org.asyndgan.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {

    private static final int EIGHT_MIB = 8 << 20;
    private static final TopicPartition BIG = new TopicPartition("big", 0);

    @TempDir
    Path folder;

    @Test
    void keepsTransactionsOfBigRecordsOverAStopOnTheSameAddress() throws Exception {
        try (var broker = LocalBroker.open(folder)) {
            var address = broker.bootstrapServers();
            createTopic(address);
            var record = new byte[EIGHT_MIB - 1024];
            Arrays.fill(record, (byte) 7);
            inTransaction(address, record, true);
            inTransaction(address, new byte[] {1}, false);

            broker.stop();
            broker.start();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(committed(address)).singleElement().isEqualTo(record);
        }
    }

    @Test
    void endsNoProcessWhenKafkaGivesUpButSaysSo() {
        try (var broker = LocalBroker.open(folder)) {
            broker.requireHealthy();

            // What Kafka does when the last of its folders cannot be written to.
            assertThatThrownBy(() -> Exit.halt(1, "No space left on device")).isInstanceOf(IllegalStateException.class);

            assertThatThrownBy(broker::requireHealthy)
                    .isInstanceOf(LocalStackException.class)
                    .hasMessageStartingWith("The local broker cannot write to its folder " + folder
                            + " any more and has given up (its disk has ")
                    .hasMessageEndingWith(
                            " MiB left). Free space, or move the run to a larger disk, and start it again."
                                    + " (ADG-112)");
        }
    }

    @Test
    void keepsItsDataForABrokerOpenedLaterOnTheSameFolder() throws Exception {
        try (var first = LocalBroker.open(folder)) {
            createTopic(first.bootstrapServers());
            inTransaction(first.bootstrapServers(), new byte[] {42}, true);
        }

        try (var second = LocalBroker.open(folder)) {
            assertThat(committed(second.bootstrapServers())).containsExactly(new byte[] {42});
        }
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> LocalBroker.open(folder, port))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessage("Port " + port + " of 127.0.0.1, meant for the local broker, is taken by another"
                            + " program. Stop that program or choose another port. (ADG-111)");
        }
    }

    @Test
    void saysThatThePortOfItsControllerIsTakenWhenItStartsAgain() throws Exception {
        try (var broker = LocalBroker.open(folder)) {
            broker.stop();
            int port = broker.controllerPort();

            try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThatThrownBy(broker::start)
                        .isInstanceOf(LocalStackException.class)
                        .hasMessage("Port " + other.getLocalPort() + " of 127.0.0.1, meant for the local broker's"
                                + " controller, is taken by another program. Stop that program or choose another"
                                + " port. (ADG-111)");
            }
        }
    }

    @Test
    void saysThatItsFolderCannotBeWritten() throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> LocalBroker.open(file.resolve("data")))
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith(
                        "The local broker cannot write to its data folder " + file.resolve("data") + " (")
                .hasMessageContaining("Not a directory")
                .hasMessageEndingWith(
                        "). Give it a folder that this user may write to, on a disk that is not full. (ADG-112)");
    }

    @Test
    void saysThatItsFolderIsInUse() {
        try (var first = LocalBroker.open(folder)) {
            assertThatThrownBy(() -> LocalBroker.open(folder))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessage("The data folder " + folder
                            + " is in use by another local broker. Stop that one or choose another folder. (ADG-116)");
            assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void saysWhyItDidNotStart() throws Exception {
        LocalBroker.open(folder).close();
        var identity = folder.resolve("meta.properties");
        Files.writeString(identity, Files.readString(identity).replace("node.id=1", "node.id=7"));
        int port = LoopbackPort.free();

        assertThatThrownBy(() -> LocalBroker.open(folder, port))
                .isInstanceOf(LocalStackException.class)
                .hasMessageStartingWith(
                        "The local broker did not start on 127.0.0.1:" + port + " with its data in " + folder)
                .hasMessageContaining("node id 7")
                .hasMessageEndingWith("(ADG-115)");
    }

    private static void createTopic(String address) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            var topic = new NewTopic(BIG.topic(), Optional.of(1), Optional.empty())
                    .configs(Map.of("max.message.bytes", Integer.toString(EIGHT_MIB)));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void inTransaction(String address, byte[] value, boolean commit) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", address, "transactional.id", "test", "max.request.size", EIGHT_MIB);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(BIG.topic(), value)).get();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static List<byte[]> committed(String address) {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(BIG));
            consumer.seekToBeginning(List.of(BIG));
            long end = consumer.endOffsets(List.of(BIG)).get(BIG);
            var values = new ArrayList<byte[]>();
            while (consumer.position(BIG) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
