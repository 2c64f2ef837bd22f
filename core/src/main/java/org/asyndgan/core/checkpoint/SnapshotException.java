package org.asyndgan.core.checkpoint;

/** A snapshot cannot be written, or none of those that are there can be read. */
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
