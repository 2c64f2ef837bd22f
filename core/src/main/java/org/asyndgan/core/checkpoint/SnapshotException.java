package org.asyndgan.core.checkpoint;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A snapshot, or the card beside it, cannot be written, read or gone on from; the code says which. */
public final class SnapshotException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SnapshotException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
