package org.asyndgan.core.generator;

/** The log no longer reaches back to what the newest snapshot needs. */
public final class LogLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogLostException(String message) {
        super(message);
    }
}
