package org.asyndgan.federation;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A federation cannot be made or changed; the message says why and what to do. */
public final class FederationException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    FederationException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
