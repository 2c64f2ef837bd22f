package org.asyndgan.failure;

import java.io.Serial;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * A failure that was foreseen: its message says what happened, why and what to do, and ends in its code.
 *
 * <p>Every code {@code ADG-nnn} has a section in docs/troubles.md. Whoever shows a failure shows the message of the first
 * of these in the chain of causes, without its class and stack.
 */
public abstract class CodedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code of the section in docs/troubles.md, such as {@code ADG-201}
     * @param message whole sentences; the code is added to them in brackets
     * @param cause null if there is none
     */
    protected CodedException(String code, String message, Throwable cause) {
        super(message + " (" + code + ")", cause);
        this.code = code;
    }

    /** Such as {@code ADG-201}. */
    public final String code() {
        return code;
    }

    /** The first of these in a chain of causes, the exception itself included. */
    public static Optional<CodedException> in(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof CodedException coded) {
                return Optional.of(coded);
            }
        }
        return Optional.empty();
    }
}
