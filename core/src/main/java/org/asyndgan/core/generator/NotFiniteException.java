package org.asyndgan.core.generator;

/** Weights or losses became NaN or infinite; nothing of it was written anywhere. */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotFiniteException(String message) {
        super(message);
    }
}
