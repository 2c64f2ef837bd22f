package org.asyndgan.core.segmentation;

/** The loss of a segmentation training became NaN or infinite; nothing of that step was saved. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
