package org.asyndgan.federation;

import java.io.Serial;

/** A federation cannot be made or changed; the message says why and what to do, with its code. */
public final class FederationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FederationException(String message, Throwable cause) {
        super(message, cause);
    }
}
