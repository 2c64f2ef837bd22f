package org.asyndgan.worker;

import java.io.Serial;

/** A worker cannot go on; the message says what, why and what to do, with its code. */
public final class WorkerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
