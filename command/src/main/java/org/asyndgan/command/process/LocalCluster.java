package org.asyndgan.command.process;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.federation.OpenRun;
import org.asyndgan.federation.Reach;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;

/** The broker and the registry of a run on this machine, with the run's topics and schemas in them. */
public final class LocalCluster implements AutoCloseable {

    private static final int MOST_IN_FLIGHT = 8;
    private static final TopicSettings TOPICS = TopicSettings.replicated(1);

    private final LocalStack stack;
    private final Topics topics;

    /** @param stack running, or started later; whoever closes this closes it too */
    public LocalCluster(LocalStack stack, String run) {
        this.stack = stack;
        this.topics = new Topics(run);
    }

    /** Both where they will be, but not started yet; topics are named after the run. */
    public static LocalCluster prepare(RunFolder folder, String run) {
        return new LocalCluster(LocalStack.prepare(folder.path()), run);
    }

    /** @throws org.asyndgan.localstack.LocalStackException if one of them does not start */
    public void start() {
        stack.start();
    }

    /** @throws org.asyndgan.localstack.LocalStackException ADG-112 if the broker has given up */
    public void requireHealthy() {
        stack.broker().requireHealthy();
    }

    public String brokers() {
        return stack.broker().bootstrapServers();
    }

    public String registry() {
        return stack.registry().url();
    }

    /** Makes topics and registers schemas for these sites. */
    public void provision(RunSettings settings, LocalData data) {
        List<SiteId> sites = data.siteIds();
        int side = settings.images().size();
        RecordSizes sizes = new RecordSizes(
                settings.training().batchSize(),
                data.images().channels(),
                side,
                side,
                Dtype.UINT8,
                Dtype.FLOAT16,
                sites.size(),
                MOST_IN_FLIGHT);
        OpenRun.provision(settings.name(), sites, new Reach(link().broker(), link().registry()), TOPICS, sizes);
    }

    /** How to read what the workers write. */
    public LinkSettings link() {
        return new LinkSettings(
                topics,
                BrokerSettings.plain(brokers()),
                RegistrySettings.plain(registry()),
                Dtype.UINT8,
                Dtype.FLOAT16,
                TOPICS.maxRecordBytes());
    }

    /** Bytes that each topic takes on the broker's disk, as compressed by whoever wrote them. */
    public Map<String, Long> topicBytes() {
        Map<String, Long> bytes = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers()))) {
            var brokerIds = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            for (Map<String, LogDirDescription> folders :
                    admin.describeLogDirs(brokerIds).allDescriptions().get().values()) {
                for (LogDirDescription description : folders.values()) {
                    description.replicaInfos().forEach((partition, replica) -> add(bytes, partition.topic(), replica));
                }
            }
            return bytes;
        } catch (ExecutionException notTold) {
            return bytes;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return bytes;
        }
    }

    private static void add(Map<String, Long> bytes, String topic, ReplicaInfo replica) {
        bytes.merge(topic, replica.size(), Long::sum);
    }

    public Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        stack.close();
    }
}
