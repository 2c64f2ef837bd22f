package org.asyndgan.command.plan;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A run on this machine cannot begin or go on; the message says what, why and what to do. */
public final class RunException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public RunException(String code, String message) {
        this(code, message, null);
    }

    public RunException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
