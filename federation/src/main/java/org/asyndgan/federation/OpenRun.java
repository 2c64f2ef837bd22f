package org.asyndgan.federation;

import java.util.List;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;

/** A run whose parties have no keys and no rights of their own, such as one on a single machine. */
public final class OpenRun {

    private OpenRun() {}

    /**
     * Makes its topics and registers their schemas, as far as they are not there yet.
     *
     * @return the topics
     * @throws org.asyndgan.transport.TransportException if topics or schemas cannot be made
     */
    public static List<Topic> provision(
            String run, List<SiteId> sites, Reach reach, TopicSettings settings, RecordSizes sizes) {
        List<Topic> topics = new Topics(run).all(sites);
        try (TopicProvisioner broker = new TopicProvisioner(reach.brokers());
                SchemaRegistry registry = new SchemaRegistry(reach.registry())) {
            registry.requireAnswer();
            broker.provision(topics, settings, sizes);
            new SchemaProvisioner(registry).provision(topics);
        }
        return topics;
    }
}
