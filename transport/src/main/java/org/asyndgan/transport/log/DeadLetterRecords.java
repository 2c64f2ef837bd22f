package org.asyndgan.transport.log;

import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.codec.DeadLetter;

/** Dead letters about records that were refused. */
public final class DeadLetterRecords {

    /** Longer than any key of our own. A key counts to no limit of a record, so whoever writes one may make it of any length. */
    private static final int LONGEST_KEY = 256;

    private DeadLetterRecords() {}

    /**
     * About one record.
     *
     * <p>Its first bytes go along only where they hold no message: for people to make sense of, and never pixels that
     * a program could read. Of a key no more than its first {@value #LONGEST_KEY} characters do.
     *
     * @param decoded why it was refused
     */
    public static DeadLetter about(ConsumerRecord<String, byte[]> record, Optional<SiteId> site, Decoded<?> decoded) {
        Decoded.Refused<?> refused = (Decoded.Refused<?>) decoded;
        byte[] value = record.value() == null || refused instanceof Decoded.Invalid<?> ? new byte[0] : record.value();
        return new DeadLetter(
                record.topic(),
                record.offset(),
                Optional.ofNullable(record.key()).map(DeadLetterRecords::cut),
                site,
                new Rejection(Rejection.Kind.INVALID, refused.reason()),
                RecordSerde.bytes(record),
                HexFormat.of().formatHex(value, 0, Math.min(value.length, DeadLetter.LONGEST_HEAD)));
    }

    private static String cut(String key) {
        return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY) + "…";
    }
}
