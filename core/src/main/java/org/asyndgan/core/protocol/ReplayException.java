package org.asyndgan.core.protocol;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A log that, replayed, does not lead to what it recorded. */
public final class ReplayException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ReplayException(String code, String message) {
        super(code, message, null);
    }
}
