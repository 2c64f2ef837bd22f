package org.asyndgan.experiment;

import java.io.Serial;

/** An experiment cannot be run as it was asked for; the message says what, why and what to do, and ends in a code. */
public final class ExperimentException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param code of the section in docs/troubles.md, {@code ADG-6nn}
     * @param message whole sentences
     */
    public ExperimentException(String code, String message) {
        this(code, message, null);
    }

    public ExperimentException(String code, String message, Throwable cause) {
        super(message + " (" + code + ")", cause);
    }
}
