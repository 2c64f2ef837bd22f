package org.asyndgan.localstack;

/**
 * The local broker or registry cannot run; the message says why and what to do.
 *
 * <p>Every one carries a code {@code ADG-nnn}, whose section in docs/troubles.md says more.
 */
public final class LocalStackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What keeps a local broker or registry from running. */
    enum Trouble {
        PORT_TAKEN("ADG-111"),
        FOLDER_NOT_WRITABLE("ADG-112"),
        REGISTRY_NOT_STARTED("ADG-113"),
        REGISTRY_MISSING("ADG-114"),
        BROKER_NOT_STARTED("ADG-115"),
        FOLDER_IN_USE("ADG-116");

        private final String code;

        Trouble(String code) {
            this.code = code;
        }
    }

    private final String code;

    LocalStackException(Trouble trouble, String message, Throwable cause) {
        super(message + " (" + trouble.code + ")", cause);
        this.code = trouble.code;
    }

    /** Code of the trouble, such as {@code ADG-111}. */
    public String code() {
        return code;
    }
}
