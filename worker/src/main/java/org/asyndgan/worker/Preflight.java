package org.asyndgan.worker;

import java.util.Collection;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;

/** Looks, before the first step, whether broker, topics and schemas are as the run will need them. */
public final class Preflight {

    private Preflight() {}

    /**
     * Asks broker and registry; makes nothing.
     *
     * @param topics that the worker is going to use
     * @param sizes of the largest records
     * @throws org.asyndgan.transport.TransportException with one sentence and its code if something is not so
     */
    public static void check(LinkSettings link, Collection<Topic> topics, RecordSizes sizes) {
        try (TopicProvisioner broker = new TopicProvisioner(link.broker());
                SchemaRegistry registry = new SchemaRegistry(link.registry())) {
            broker.requireBroker();
            registry.requireAnswer();
            broker.check(topics, sizes);
            new SchemaProvisioner(registry).check(topics);
        }
    }
}
