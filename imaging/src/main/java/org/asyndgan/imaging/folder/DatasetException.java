package org.asyndgan.imaging.folder;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** Something is wrong with a data set's files; the message says what, why and what to do. */
public final class DatasetException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DatasetException(String code, String message) {
        this(code, message, null);
    }

    public DatasetException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }
}
