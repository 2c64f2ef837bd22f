package org.asyndgan.privacy.ledger;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A ledger cannot be trusted or used; the message says why and what to do. */
public final class LedgerException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    LedgerException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
