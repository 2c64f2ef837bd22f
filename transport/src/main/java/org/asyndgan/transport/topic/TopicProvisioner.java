package org.asyndgan.transport.topic;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.MonotonicClock;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.topic.Channel.Keeping;

/**
 * Makes a run's topics, and checks that those which exist are as the run needs them.
 *
 * <p>Both may be done any number of times. Provisioning needs the right to create topics, checking only the right
 * to describe them; so a worker checks, and a person or the local command provisions. Not thread-safe.
 */
public final class TopicProvisioner implements AutoCloseable {

    /** A controller takes 10,000 records at once, of which a topic needs one and one a setting. */
    private static final int MOST_A_REQUEST = 500;

    private static final int PARTITIONS = 1;
    private static final String UNLIMITED = "-1";
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final BrokerSettings broker;
    private final MonotonicClock clock;
    private final Admin admin;

    /**
     * Connects to nothing yet.
     *
     * @throws TransportException if the broker's address means nothing
     */
    public TopicProvisioner(BrokerSettings broker) {
        this(broker, MonotonicClock.SYSTEM);
    }

    /** As the other one, with a clock by which it waits for leaders. */
    TopicProvisioner(BrokerSettings broker, MonotonicClock clock) {
        this.broker = broker;
        this.clock = clock;
        var settings = new HashMap<String, Object>(broker.client());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        int timeoutMs = Math.toIntExact(broker.timeout().toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        try {
            this.admin = Admin.create(settings);
        } catch (KafkaException badSettings) {
            throw new TransportException(
                    Trouble.BROKER_UNREACHABLE,
                    "The Kafka broker at " + broker.bootstrapServers() + " cannot be tried: " + innermost(badSettings)
                            + ". Check the address (brokers, host:port) and the client settings.",
                    badSettings);
        }
    }

    /**
     * Says whether a broker answers.
     *
     * @throws TransportException if none does within the timeout
     */
    public void requireBroker() {
        await("describe the cluster", admin.describeCluster().nodes());
    }

    /**
     * Makes the topics that do not exist, then checks them all.
     *
     * @throws TransportException if no broker answers, it refuses, or {@link #check} finds fault
     */
    public void provision(Collection<Topic> topics, TopicSettings settings, RecordSizes sizes) {
        var wanted = topics.stream().map(topic -> newTopic(topic, settings)).toList();
        for (int from = 0; from < wanted.size(); from += MOST_A_REQUEST) {
            create(wanted.subList(from, Math.min(wanted.size(), from + MOST_A_REQUEST)));
        }
        topics.forEach(this::awaitLeader);
        check(topics, sizes);
    }

    private void create(List<NewTopic> wanted) {
        admin.createTopics(wanted).values().forEach((name, created) -> {
            try {
                await("create topic " + name, created);
            } catch (TransportException refused) {
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw refused;
                }
            }
        });
    }

    /** The controller answers before the brokers have heard of a new topic; a worker may be quicker than they. */
    private void awaitLeader(Topic topic) {
        long start = clock.nanoTime();
        while (!hasLeader(topic) && clock.nanoTime() - start < broker.timeout().toNanos()) {
            clock.pause(GLANCE);
        }
    }

    private boolean hasLeader(Topic topic) {
        try {
            var description = await(
                    "describe topic " + topic.name(),
                    admin.describeTopics(List.of(topic.name()))
                            .topicNameValues()
                            .get(topic.name()));
            return description.partitions().stream()
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        } catch (TransportException notYet) {
            if (notYet.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw notYet;
        }
    }

    /**
     * Checks that every topic exists, has one partition, keeps its records in the right way and takes the run's largest
     * record.
     *
     * @throws TransportException if one does not, no broker answers, or it refuses
     */
    public void check(Collection<Topic> topics, RecordSizes sizes) {
        var descriptions =
                admin.describeTopics(topics.stream().map(Topic::name).toList()).topicNameValues();
        for (Topic topic : topics) {
            requireOnePartition(topic, description(topic, descriptions.get(topic.name())));
        }
        var configurations = admin.describeConfigs(
                        topics.stream().map(TopicProvisioner::resource).toList())
                .values();
        for (Topic topic : topics) {
            var configuration =
                    await("describe the settings of topic " + topic.name(), configurations.get(resource(topic)));
            requireKeeping(topic, configuration);
            requireRoom(topic, sizes, Integer.parseInt(value(configuration, MAX_MESSAGE_BYTES_CONFIG)));
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private TopicDescription description(Topic topic, KafkaFuture<TopicDescription> described) {
        try {
            return await("describe topic " + topic.name(), described);
        } catch (TransportException refused) {
            if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new TransportException(
                        Trouble.TOPIC_MISSING,
                        "Topic " + topic.name() + " does not exist at " + broker.bootstrapServers()
                                + ". Provision the run's topics first, and check the run's and the site's name.",
                        refused.getCause());
            }
            throw refused;
        }
    }

    private static void requireOnePartition(Topic topic, TopicDescription description) {
        int partitions = description.partitions().size();
        if (partitions != PARTITIONS) {
            throw new TransportException(
                    Trouble.TOPIC_UNSUITABLE,
                    "Topic " + topic.name() + " has " + partitions + " partitions, but the order of its records is part"
                            + " of the training, so it must have 1. Delete it or choose another name for the run.",
                    null);
        }
    }

    private static void requireKeeping(Topic topic, Config configuration) {
        var policy = value(configuration, CLEANUP_POLICY_CONFIG);
        if (topic.channel().keeping() == Keeping.ALL) {
            // Runs begun before kept the newest mask of each id.
            if (!policy.equals(CLEANUP_POLICY_COMPACT)) {
                require(topic, configuration, CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE);
                require(topic, configuration, RETENTION_MS_CONFIG, UNLIMITED);
                require(topic, configuration, RETENTION_BYTES_CONFIG, UNLIMITED);
            }
        } else if (!words(policy).equals(words(policy(topic)))) {
            throw unsuitable(topic, CLEANUP_POLICY_CONFIG, policy, policy(topic));
        }
    }

    /** A broker says the words of a list in the order in which somebody gave them. */
    private static Set<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).collect(Collectors.toSet());
    }

    private static void require(Topic topic, Config configuration, String setting, String wanted) {
        String value = value(configuration, setting);
        if (!value.equals(wanted)) {
            throw unsuitable(topic, setting, value, wanted);
        }
    }

    private static TransportException unsuitable(Topic topic, String setting, String value, String wanted) {
        return new TransportException(
                Trouble.TOPIC_UNSUITABLE,
                "Topic " + topic.name() + " has " + setting + "=" + value + " where " + wanted
                        + " is needed. Correct it with kafka-configs.sh --alter, or choose another name for the"
                        + " run.",
                null);
    }

    private static void requireRoom(Topic topic, RecordSizes sizes, int limit) {
        long largest = sizes.largest(topic.channel());
        if (largest > limit) {
            throw new TransportException(
                    Trouble.TOPIC_LIMIT_TOO_SMALL,
                    "A record of " + sizes.describe(topic.channel()) + " can have " + RecordSizes.readable(largest)
                            + ", over the limit of " + RecordSizes.readable(limit) + " of topic " + topic.name()
                            + ". Lower the batch size or the image size, or raise the topic's "
                            + MAX_MESSAGE_BYTES_CONFIG + " to " + largest + " or more.",
                    null);
        }
    }

    private static NewTopic newTopic(Topic topic, TopicSettings settings) {
        var configuration = new HashMap<String, String>();
        configuration.put(CLEANUP_POLICY_CONFIG, policy(topic));
        configuration.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(settings.maxRecordBytes()));
        configuration.put(MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSync()));
        retention(topic, settings)
                .ifPresent(time -> configuration.put(RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
        if (topic.channel().keeping() == Keeping.ALL) {
            configuration.put(RETENTION_MS_CONFIG, UNLIMITED);
            configuration.put(RETENTION_BYTES_CONFIG, UNLIMITED);
        }
        return new NewTopic(topic.name(), PARTITIONS, settings.replicationFactor()).configs(configuration);
    }

    private static String policy(Topic topic) {
        return switch (topic.channel().keeping()) {
            case LATEST -> CLEANUP_POLICY_COMPACT;
            case LATEST_A_WHILE -> CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE;
            case ALL, A_WHILE, LONG -> CLEANUP_POLICY_DELETE;
        };
    }

    private static Optional<Duration> retention(Topic topic, TopicSettings settings) {
        return switch (topic.channel().keeping()) {
            case ALL, LATEST -> Optional.empty();
            case A_WHILE, LATEST_A_WHILE -> Optional.of(settings.retention());
            case LONG -> Optional.of(settings.longRetention());
        };
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static String value(Config configuration, String name) {
        return configuration.get(name).value();
    }

    private <T> T await(String deed, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw translated(deed, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    Trouble.BROKER_UNREACHABLE, "Interrupted while waiting to " + deed + ".", interrupted);
        }
    }

    private TransportException translated(String deed, Throwable cause) {
        if (cause instanceof RetriableException && !(cause instanceof UnknownTopicOrPartitionException)) {
            return new TransportException(
                    Trouble.BROKER_UNREACHABLE,
                    "No Kafka broker answered at " + broker.bootstrapServers() + " within "
                            + broker.timeout().toSeconds()
                            + " s. Check the address (brokers) and whether the broker is started.",
                    cause);
        }
        return new TransportException(
                Trouble.BROKER_REFUSES,
                "The Kafka broker at " + broker.bootstrapServers() + " refused to " + deed + ": " + cause.getMessage()
                        + " Check the client's credentials and rights and the topic settings.",
                cause);
    }

    private static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
