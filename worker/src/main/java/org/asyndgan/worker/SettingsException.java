package org.asyndgan.worker;

import java.io.Serial;

/** A setting is missing, unreadable or contradicts another; the message names it. */
public final class SettingsException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private SettingsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param purpose what to set it to, such as {@code a name for the run} */
    public static SettingsException missing(String setting, String purpose) {
        return new SettingsException("Setting " + setting + " is missing; set it to " + purpose + ". (ADG-501)", null);
    }

    static SettingsException unreadable(String setting, Object value, String wanted, Throwable cause) {
        return new SettingsException(
                "Setting " + setting + " is \"" + value + "\", which is not " + wanted + ". (ADG-502)", cause);
    }

    /** @param sentences what contradicts what and how to resolve it, naming the settings in full */
    public static SettingsException refused(String sentences) {
        return new SettingsException(sentences + ". (ADG-503)", null);
    }

    /** What the core says of the values under one prefix, where settings go by their last names. */
    static SettingsException refused(String prefix, IllegalArgumentException why) {
        return new SettingsException("Under " + prefix + ": " + why.getMessage() + ". (ADG-503)", why);
    }

    /** @param sentences what would travel unencrypted and what to do, with the code */
    static SettingsException unprotected(String sentences) {
        return new SettingsException(sentences, null);
    }

    static SettingsException unknown(String setting, String known) {
        return new SettingsException(
                "There is no setting " + setting + ". Those under its prefix are " + known + ". (ADG-504)", null);
    }
}
