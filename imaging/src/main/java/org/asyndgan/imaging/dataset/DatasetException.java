package org.asyndgan.imaging.dataset;

import java.io.Serial;

/** Something is wrong with a data set's files; the message says what, why and what to do. */
public final class DatasetException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code of the section in docs/troubles.md, {@code ADG-2nn}; ends the message in brackets
     * @param message whole sentences
     */
    public DatasetException(String code, String message) {
        this(code, message, null);
    }

    public DatasetException(String code, String message, Throwable cause) {
        super(message + " (" + code + ")", cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
