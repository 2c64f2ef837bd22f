package org.asyndgan.nn.kernel;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** This machine cannot compute what was asked for; the message says what is missing and what to do. */
public final class EngineException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public EngineException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
