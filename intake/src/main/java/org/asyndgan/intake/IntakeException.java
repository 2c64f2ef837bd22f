package org.asyndgan.intake;

import java.io.Serial;

/** Volumes cannot be made into a data set; the message says what, why and what to do, and ends in a code. */
public final class IntakeException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * @param code of the section in docs/troubles.md, {@code ADG-6nn}
     * @param message whole sentences
     */
    public IntakeException(String code, String message) {
        this(code, message, null);
    }

    public IntakeException(String code, String message, Throwable cause) {
        super(message + " (" + code + ")", cause);
    }
}
