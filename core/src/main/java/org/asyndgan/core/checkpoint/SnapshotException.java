package org.asyndgan.core.checkpoint;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A snapshot cannot be written, or none of those that are there can be read. */
public final class SnapshotException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public SnapshotException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
