package org.asyndgan.intake.file;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** Volumes cannot be made into a data set; the message says what, why and what to do. */
public final class IntakeException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public IntakeException(String code, String message) {
        this(code, message, null);
    }

    public IntakeException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
