package org.asyndgan.transport.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroDeadLetter;

/** {@link DeadLetter} ↔ the record of the same name. */
final class DeadLetterCodec {

    private DeadLetterCodec() {}

    static AvroDeadLetter encode(String run, DeadLetter letter) {
        return AvroDeadLetter.newBuilder()
                .setRun(run)
                .setTopic(letter.topic())
                .setPartition(0)
                .setOffset(letter.offset())
                .setKey(letter.key().orElse(null))
                .setSite(letter.site().map(SiteId::slug).orElse(null))
                .setReason(letter.why().reason())
                .setKind(RejectionCodec.encode(letter.why().kind()))
                .setBytes(letter.bytes())
                .setHead(ByteBuffer.wrap(HexFormat.of().parseHex(letter.head())))
                .build();
    }

    /** @param topic the site whose topic the dead letter lies in, and whom it must concern */
    static DeadLetter decode(String run, SiteId topic, AvroDeadLetter letter) throws Refusal {
        Refusal.sameSite(topic, letter.getSite() == null ? "" : letter.getSite());
        return decode(run, letter);
    }

    static DeadLetter decode(String run, AvroDeadLetter letter) throws Refusal {
        Refusal.unlessOf(run, letter.getRun());
        byte[] head = new byte[Math.min(letter.getHead().remaining(), DeadLetter.LONGEST_HEAD)];
        letter.getHead().duplicate().get(head);
        return new DeadLetter(
                letter.getTopic(),
                Refusal.atLeast(0, "offset", letter.getOffset()),
                Optional.ofNullable(letter.getKey()),
                letter.getSite() == null ? Optional.empty() : Optional.of(Refusal.site(letter.getSite())),
                new Rejection(RejectionCodec.decode(letter.getKind()), letter.getReason()),
                Refusal.atLeast(0, "bytes", letter.getBytes()),
                HexFormat.of().formatHex(head));
    }
}
