package org.asyndgan.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.asyndgan.localstack.LocalStackException.Trouble;

/**
 * One real Kafka broker, its own KRaft controller, inside this process.
 *
 * <p>Topics are never created on the fly, transactions work, a topic takes records as big as its own
 * {@code max.message.bytes} says (up to 100 MB), and a consumer group does not wait for latecomers.
 * It listens on 127.0.0.1 only; unless it was opened {@linkplain #secured secured}, there is neither encryption nor
 * authentication.
 *
 * <p>Kafka's internal classes are used here and nowhere else. Not thread-safe.
 */
public final class LocalBroker implements AutoCloseable {

    private static final int NODE = 1;

    private final DataFolder folder;
    private final Optional<Path> security;
    private final int port;
    private final int adminPort;
    private final int controllerPort;
    private DataFolder.Hold hold;
    private KafkaRaftServer server;

    private LocalBroker(Path folder, int port, Optional<Path> security) {
        this.folder = new DataFolder(folder, "broker");
        this.security = security;
        this.port = port;
        this.adminPort = LoopbackPort.free();
        this.controllerPort = LoopbackPort.free();
    }

    /** One that is not started yet, on a port that is free now. */
    static LocalBroker prepare(Path folder) {
        return new LocalBroker(folder, LoopbackPort.free(), Optional.empty());
    }

    /** As {@link #open(Path, int)}, on a free port. */
    public static LocalBroker open(Path folder) {
        return open(folder, LoopbackPort.free());
    }

    /**
     * A started broker.
     *
     * @param folder for its data, made where it does not exist; one that a broker has used before is taken up again
     * @param port to listen on at 127.0.0.1
     * @throws LocalStackException if the port is taken, the folder is not writable or in use by another
     *     broker, or the broker does not start for another reason
     */
    public static LocalBroker open(Path folder, int port) {
        var broker = new LocalBroker(folder, port, Optional.empty());
        broker.start();
        return broker;
    }

    /**
     * A started broker that wants certificates and passwords and refuses what nobody has allowed.
     *
     * @param security folder with {@code broker.properties}, whose listeners are SITES, ADMIN and CONTROLLER, and the
     *     key stores that it names
     * @throws LocalStackException as {@link #open(Path, int)}
     */
    public static LocalBroker secured(Path folder, Path security) {
        var broker = new LocalBroker(folder, LoopbackPort.free(), Optional.of(security));
        broker.start();
        return broker;
    }

    /** Where the operator of a secured broker logs in. */
    public String adminServers() {
        return "127.0.0.1:" + adminPort;
    }

    /** Where its controller listens, the same before and after a stop. */
    int controllerPort() {
        return controllerPort;
    }

    /** What clients take as {@code bootstrap.servers}; the same before and after a stop. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * Starts a stopped broker again, on the same port and data.
     *
     * @throws IllegalStateException if it is running
     * @throws LocalStackException as {@link #open(Path, int)}
     */
    public void start() {
        if (server != null) {
            throw new IllegalStateException("The broker at " + bootstrapServers() + " is running; stop it first");
        }
        LoopbackPort.requireFree(port, "broker");
        LoopbackPort.requireFree(controllerPort, "broker's controller");
        if (security.isPresent()) {
            LoopbackPort.requireFree(adminPort, "broker's operator");
        }
        hold = folder.hold();
        BrokerEnd.watch();
        KafkaRaftServer starting = null;
        try {
            format();
            starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
            starting.startup();
            server = starting;
        } catch (Exception failed) {
            abandon(starting);
            throw notStarted(failed);
        }
    }

    /**
     * Insists that the broker has not given up since it was started.
     *
     * @throws LocalStackException ADG-112 if it has, which it does when it cannot write to its folder
     */
    public void requireHealthy() {
        if (BrokerEnd.isWished()) {
            throw gaveUp();
        }
    }

    /** Stops a running broker in good order; its data stay. Does nothing to a stopped one. */
    public void stop() {
        if (server != null && BrokerEnd.isWished()) {
            abandon(server);
            server = null;
        } else if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
            hold.close();
        }
    }

    /** As {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /** A broker that failed half way may not end in good order either, so this does not wait for ever. */
    private void abandon(KafkaRaftServer halfStarted) {
        if (halfStarted != null) {
            CompletableFuture.runAsync(halfStarted::shutdown)
                    .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                    .exceptionally(failedToo -> null)
                    .join();
        }
        hold.close();
    }

    private void format() throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var silent = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.path().toString())
                    .addDirectory(folder.path().toString())
                    .run();
        }
    }

    private Properties settings() throws IOException {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("log.dirs", folder.path().toString());
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        if (security.isPresent()) {
            secure(settings, security.get());
        } else {
            settings.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
            settings.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
            settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            settings.put("inter.broker.listener.name", "CLIENT");
            settings.put("controller.listener.names", "CONTROLLER");
        }

        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");

        // A single broker cannot replicate, and gains nothing from many partitions of its own topics.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");

        // Few threads and little memory: it shares two cores with the networks that train.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        return settings;
    }

    private void secure(Properties settings, Path from) throws IOException {
        try (var text = Files.newBufferedReader(from.resolve("broker.properties"))) {
            settings.load(text);
        }
        for (String store : List.of("ssl.keystore.location", "ssl.truststore.location")) {
            settings.put(
                    store,
                    from.resolve(settings.getProperty(store)).toAbsolutePath().toString());
        }
        var parties = "SITES://127.0.0.1:" + port + ",ADMIN://127.0.0.1:" + adminPort;
        settings.put("listeners", parties + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", parties);
    }

    private LocalStackException gaveUp() {
        return new LocalStackException(
                Trouble.FOLDER_NOT_WRITABLE,
                "The local broker cannot write to its folder " + folder.path() + " any more and has given up"
                        + folder.space() + ". Free space, or move the run to a larger disk, and start it again.",
                null);
    }

    private LocalStackException notStarted(Exception failed) {
        if (BrokerEnd.isWished()) {
            return gaveUp();
        }
        return new LocalStackException(
                Trouble.BROKER_NOT_STARTED,
                "The local broker did not start on " + bootstrapServers() + " with its data in " + folder.path() + ": "
                        + failed + ". If the folder was written by another version of Kafka, choose a new one.",
                failed);
    }
}
