package org.asyndgan.core.generator;

/** A log that, replayed, does not lead to what it recorded. */
public final class ReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }
}
