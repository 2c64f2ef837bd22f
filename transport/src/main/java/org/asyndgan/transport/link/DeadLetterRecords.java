package org.asyndgan.transport.link;

import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.codec.DeadLetter;

/** DeadLetterRecords about records that were refused. */
final class DeadLetterRecords {

    private DeadLetterRecords() {}

    /**
     * About one record.
     *
     * <p>Its first bytes go along only where they hold no message: for people to make sense of, and never pixels that
     * a program could read.
     *
     * @param outcome of reading it, not {@code Read}
     */
    static DeadLetter about(
            ConsumerRecord<String, byte[]> record, Optional<SiteId> site, RecordSerde.Outcome<?> outcome) {
        if (outcome instanceof RecordSerde.Outcome.Unreadable<?> unreadable) {
            byte[] value = record.value() == null ? new byte[0] : record.value();
            String head = HexFormat.of().formatHex(value, 0, Math.min(value.length, DeadLetter.LONGEST_HEAD));
            return letter(record, site, unreadable.reason(), head);
        }
        return letter(record, site, ((RecordSerde.Outcome.Wrong<?>) outcome).reason(), "");
    }

    private static DeadLetter letter(
            ConsumerRecord<String, byte[]> record, Optional<SiteId> site, String reason, String head) {
        return new DeadLetter(
                record.topic(),
                record.offset(),
                Optional.ofNullable(record.key()),
                site,
                reason,
                RecordSerde.bytes(record),
                head);
    }
}
