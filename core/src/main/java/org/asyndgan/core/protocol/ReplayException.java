package org.asyndgan.core.protocol;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A log that does not go with this state, these settings or this engine; nothing is changed, so that it can be mended. */
public final class ReplayException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ReplayException(String code, String message) {
        super(code, message, null);
    }
}
