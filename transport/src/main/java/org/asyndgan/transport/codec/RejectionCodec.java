package org.asyndgan.transport.codec;

import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.schemas.RejectionKind;

/** {@link Rejection.Kind} ↔ the enumeration of the same symbols. */
final class RejectionCodec {

    private RejectionCodec() {}

    static RejectionKind encode(Rejection.Kind kind) {
        return RejectionKind.valueOf(kind.name());
    }

    static Rejection.Kind decode(RejectionKind kind) {
        return Rejection.Kind.valueOf(kind.name());
    }
}
