package org.asyndgan.experiment;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** An experiment cannot be run as it was asked for; the message says what, why and what to do. */
public final class ExperimentException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ExperimentException(String code, String message) {
        this(code, message, null);
    }

    public ExperimentException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
