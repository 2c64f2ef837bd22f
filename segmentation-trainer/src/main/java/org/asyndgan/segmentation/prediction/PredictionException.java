package org.asyndgan.segmentation.prediction;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** New images cannot be segmented; the message says what, why and what to do. */
public final class PredictionException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    PredictionException(String code, String message) {
        this(code, message, null);
    }

    PredictionException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
