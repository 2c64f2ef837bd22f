package org.asyndgan.core.protocol;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** The log no longer reaches back to what the newest snapshot needs. */
public final class LogLostException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LogLostException(String code, String message) {
        super(code, message, null);
    }
}
