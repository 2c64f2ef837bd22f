package org.asyndgan.core.site;

/** A loss or gradient of D became NaN or infinite; nothing of it was sent or saved. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DivergedException(String message) {
        super(message);
    }
}
