package org.asyndgan.transport.log;

import java.util.Set;
import java.util.TreeSet;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topics;

/**
 * Where a run lives and how its tensors travel.
 *
 * @param images type in which synthetic images are written
 * @param gradients type in which gradients are written
 * @param maxRecordBytes the largest value of a record, before compression; larger ones are neither
 *     written nor read
 */
public record LinkSettings(
        Topics topics,
        BrokerSettings broker,
        RegistrySettings registry,
        Dtype images,
        Dtype gradients,
        int maxRecordBytes) {

    private static final int SMALLEST_LIMIT = 64 << 10;
    private static final int LARGEST_LIMIT = 512 << 20;

    /** What correctness hangs on, or what belongs to one client alone. */
    private static final Set<String> OURS = Set.of(
            "acks",
            "allow.auto.create.topics",
            "auto.offset.reset",
            "bootstrap.servers",
            "client.id",
            "enable.auto.commit",
            "enable.idempotence",
            "group.id",
            "group.instance.id",
            "isolation.level",
            "key.deserializer",
            "key.serializer",
            "max.partition.fetch.bytes",
            "max.poll.records",
            "max.request.size",
            "transaction.timeout.ms",
            "transactional.id",
            "value.deserializer",
            "value.serializer");

    public LinkSettings {
        Set<String> refused = new TreeSet<>(broker.client().keySet());
        refused.retainAll(OURS);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("The Kafka settings " + refused
                    + " are made by the worker itself, because exactly-once delivery hangs on them; leave them out");
        }
        if (maxRecordBytes < SMALLEST_LIMIT || maxRecordBytes > LARGEST_LIMIT) {
            throw new IllegalArgumentException("Records of at most " + maxRecordBytes
                    + " bytes cannot be; set max-record-bytes between " + SMALLEST_LIMIT + " and " + LARGEST_LIMIT);
        }
    }

    /** The largest records where images are squares of so many pixels a side. */
    public RecordSizes sizes(int batch, int channels, int side, int sites, int inFlight) {
        return new RecordSizes(batch, channels, side, side, images, gradients, sites, inFlight);
    }

    public String run() {
        return topics.run();
    }
}
