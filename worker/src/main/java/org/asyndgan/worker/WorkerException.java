package org.asyndgan.worker;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A worker cannot go on; the message says what, why and what to do. */
public final class WorkerException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public WorkerException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
