package org.asyndgan.localstack;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** The local broker or registry cannot run; the message says why and what to do. */
public final class LocalStackException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What keeps a local broker or registry from running. */
    enum Trouble {
        PORT_TAKEN("ADG-111"),
        FOLDER_NOT_WRITABLE("ADG-112"),
        REGISTRY_NOT_STARTED("ADG-113"),
        REGISTRY_MISSING("ADG-114"),
        BROKER_NOT_STARTED("ADG-115"),
        FOLDER_IN_USE("ADG-116");

        private final String code;

        Trouble(String code) {
            this.code = code;
        }
    }

    LocalStackException(Trouble trouble, String message, Throwable cause) {
        super(trouble.code, message, cause);
    }
}
