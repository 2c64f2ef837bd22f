package org.asyndgan.core.site;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A loss or gradient of D became NaN or infinite; nothing of it was sent or saved. */
public final class DivergedException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DivergedException(String code, String message) {
        super(code, message, null);
    }
}
