package org.asyndgan.core.segmentation;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** The loss of a segmentation training became NaN or infinite; nothing of that step was saved. */
public final class DivergedException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    DivergedException(String code, String message) {
        super(code, message, null);
    }
}
