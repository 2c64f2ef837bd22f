package org.asyndgan.core.protocol;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** Weights or losses became NaN or infinite; nothing of it was written anywhere. */
public final class NotFiniteException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotFiniteException(String code, String message) {
        super(code, message, null);
    }
}
