package org.asyndgan.transport.topic;

import java.time.Duration;

/**
 * How topics are made.
 *
 * @param replicationFactor brokers that hold each record; from 3 on, a write waits for 2 of them
 * @param maxRecordBytes limit of a topic ({@code max.message.bytes})
 * @param retention of batches, gradients, samples, previews and events: how far back a worker that was away can still catch up
 * @param longRetention of the journal and of refused records: how far back a run can be audited
 */
public record TopicSettings(short replicationFactor, int maxRecordBytes, Duration retention, Duration longRetention) {

    private static final int USUAL_MAX_RECORD_BYTES = 16 << 20;

    public TopicSettings {
        if (replicationFactor < 1) {
            throw new IllegalArgumentException(
                    "Replication factor " + replicationFactor + " keeps no record; set it to 1 or more");
        }
        if (maxRecordBytes < 1 << 20) {
            throw new IllegalArgumentException("A record limit of " + maxRecordBytes
                    + " bytes is below Kafka's own 1048576; set max-record-bytes to that or more");
        }
        if (retention.compareTo(Duration.ofMinutes(1)) < 0 || longRetention.compareTo(retention) < 0) {
            throw new IllegalArgumentException("Retention " + retention + " and long retention " + longRetention
                    + " do not fit: the first must be a minute or more, the second not shorter than the first");
        }
    }

    /** 16 MiB a record, batches kept for 7 days, the journal for 90. */
    public static TopicSettings replicated(int replicationFactor) {
        return new TopicSettings(
                (short) replicationFactor, USUAL_MAX_RECORD_BYTES, Duration.ofDays(7), Duration.ofDays(90));
    }

    /** Brokers that must have a record before a write counts. */
    int minInSync() {
        return replicationFactor >= 3 ? 2 : 1;
    }
}
