package org.asyndgan.transport.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.asyndgan.localstack.LocalBroker;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lone broker that is stopped under busy writers, again and again, forgets to end some transaction before long. */
class HangingTransactionsIT {

    private static final int WRITERS = 12;
    private static final int MOST_ROUNDS = 30;
    private static final int TRANSACTIONS_BEFORE_THE_STOP = 20;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aTransactionThatTheBrokerForgotToEndEndsAsItWasMeantTo() throws Exception {
        try (LocalBroker broker = LocalBroker.open(folder);
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            List<Writer> writers = IntStream.range(0, WRITERS)
                    .mapToObj(number -> new Writer(broker.bootstrapServers(), "w" + number))
                    .toList();
            makeTopics(admin, writers);
            List<Writer> hanging = new ArrayList<>();
            for (int round = 0; round < MOST_ROUNDS && hanging.size() < 2; round++) {
                List<Writer> busy = new ArrayList<>(writers);
                busy.removeAll(hanging);
                stopUnder(busy, broker);
                for (Writer writer : busy) {
                    if (writer.hangs(admin)) {
                        hanging.add(writer);
                    }
                }
            }
            assumeTrue(hanging.size() >= 2, () -> "This broker ended its transactions in " + MOST_ROUNDS + " stops");

            Writer forgotten = hanging.get(1);
            // The broker may have ended it in one of its topics before the stop.
            Set<String> open = forgotten.openTopics();
            forgotten.makesTheBrokerForget();
            assertThatThrownBy(forgotten::checkAll)
                    .isInstanceOf(TransportException.class)
                    .hasMessage("A transaction of " + forgotten.name + " hangs in the topics " + open
                            + ", and the broker no longer knows whether it was to count. Let an"
                            + " administrator end it with kafka-transactions.sh abort, then start this worker again."
                            + " (ADG-126)");
            writers.stream().filter(writer -> writer != forgotten).forEach(Writer::checkAll);
        }
    }

    private static void stopUnder(List<Writer> writers, LocalBroker broker) throws InterruptedException {
        Phaser atWork = new Phaser(writers.size() + 1);
        List<Thread> threads = new ArrayList<>();
        for (Writer writer : writers) {
            Thread thread = new Thread(() -> writer.work(atWork), writer.name);
            thread.start();
            threads.add(thread);
        }
        for (int done = 0; done < TRANSACTIONS_BEFORE_THE_STOP; done++) {
            atWork.arriveAndAwaitAdvance();
        }
        atWork.forceTermination();
        broker.stop();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        broker.start();
    }

    private static void makeTopics(Admin admin, List<Writer> writers) throws Exception {
        admin.createTopics(writers.stream()
                        .flatMap(writer -> Stream.of(writer.left, writer.right, writer.noted, writer.spare))
                        .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                        .toList())
                .all()
                .get();
    }

    /** Writes 0, 1, 2, ... to each of two topics, and notes the next number as position in a third one. */
    private static final class Writer {

        private final LinkSettings settings;
        private final String name;
        private final String left;
        private final String right;
        private final String noted;
        private final String spare;

        Writer(String address, String name) {
            this.settings = new LinkSettings(
                    new Topics("run"),
                    new BrokerSettings(address, Duration.ofSeconds(15), Map.of("delivery.timeout.ms", "30000")),
                    new RegistrySettings("http://127.0.0.1:1", Duration.ofSeconds(1), Map.of()),
                    Dtype.UINT8,
                    Dtype.FLOAT16,
                    1 << 20);
            this.name = name;
            this.left = name + ".left";
            this.right = name + ".right";
            this.noted = name + ".noted";
            this.spare = name + ".spare";
        }

        void work(Phaser atWork) {
            try (LogReader reader = LogReader.of(Clients.of(settings), name, name);
                    Transactions transactions = open(reader)) {
                for (long next = position(reader); ; next++) {
                    transactions.commit(List.of(record(left, next), record(right, next)), Map.of(noted, next + 1));
                    atWork.arriveAndAwaitAdvance();
                }
            } catch (TransportException brokerStopped) {
                // Whether the write counts shows when the name is taken over.
            } finally {
                atWork.arriveAndDeregister();
            }
        }

        private Transactions open(LogReader reader) {
            return new Transactions(
                    Clients.of(settings), name, reader.group(), List.of(left, right), List.of(noted), spare);
        }

        private long position(LogReader reader) {
            return reader.committed(List.of(noted)).getOrDefault(noted, 0L);
        }

        private static ProducerRecord<String, byte[]> record(String topic, long number) {
            return new ProducerRecord<>(
                    topic,
                    LogReader.PARTITION,
                    "number",
                    ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        }

        /** Whether a transaction is open that the broker takes for ended. */
        boolean hangs(Admin admin) throws Exception {
            TransactionState state = admin.describeTransactions(List.of(name))
                    .description(name)
                    .get()
                    .state();
            return state == TransactionState.COMPLETE_COMMIT && !openTopics().isEmpty();
        }

        Set<String> openTopics() {
            try (var hanging =
                    new HangingTransactions(Clients.of(settings), name, name, List.of(left, right), List.of(noted))) {
                return hanging.openTopics();
            }
        }

        void makesTheBrokerForget() {
            try (var producer = Clients.of(settings).transactional(name)) {
                producer.initTransactions();
            }
        }

        /** After all that has happened, every number is there once, in both topics, and the position says so. */
        void checkAll() {
            try (LogReader reader = LogReader.of(Clients.of(settings), name, name);
                    Transactions transactions = open(reader)) {
                long next = position(reader);
                transactions.commit(List.of(record(left, next), record(right, next)), Map.of(noted, next + 1));

                List<Long> expected = LongStream.rangeClosed(0, next).boxed().toList();
                assertThat(numbers(left)).isEqualTo(expected);
                assertThat(numbers(right)).isEqualTo(expected);
            }
        }

        private List<Long> numbers(String topic) {
            try (LogReader reader = LogReader.of(Clients.of(settings), name + "-check")) {
                reader.assign(List.of(topic));
                reader.seekToStart(List.of(topic));
                List<Long> numbers = new ArrayList<>();
                reader.readToEnd(
                        record -> numbers.add(ByteBuffer.wrap(record.value()).getLong()));
                return numbers;
            }
        }
    }
}
