package org.asyndgan.command.run;

import java.io.Serial;

/** A run on this machine cannot begin or go on; the message says what, why and what to do, with its code. */
public final class RunException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }

    public RunException(String message) {
        super(message);
    }
}
