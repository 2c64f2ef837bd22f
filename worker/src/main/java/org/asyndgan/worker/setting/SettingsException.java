package org.asyndgan.worker.setting;

import java.io.Serial;
import org.asyndgan.failure.CodedException;

/** A setting is missing, unreadable or contradicts another; the message names it. */
public final class SettingsException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    private SettingsException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }

    /** @param purpose what to set it to, such as {@code a name for the run} */
    public static SettingsException missing(String setting, String purpose) {
        return new SettingsException("ADG-501", "Setting " + setting + " is missing; set it to " + purpose + ".", null);
    }

    static SettingsException unreadable(String setting, Object value, String wanted, Throwable cause) {
        return new SettingsException(
                "ADG-502", "Setting " + setting + " is \"" + value + "\", which is not " + wanted + ".", cause);
    }

    /** @param sentences what contradicts what and how to resolve it, naming the settings in full */
    public static SettingsException refused(String sentences) {
        return new SettingsException("ADG-503", sentences + ".", null);
    }

    /** What the core says of the values under one prefix, where settings go by their last names. */
    static SettingsException refused(String prefix, IllegalArgumentException why) {
        return new SettingsException("ADG-503", "Under " + prefix + ": " + why.getMessage() + ".", why);
    }

    /** @param sentences what would travel unencrypted and what to do */
    static SettingsException unprotected(String sentences) {
        return new SettingsException("ADG-660", sentences, null);
    }

    /** @param present what the setting is called today, in full */
    static SettingsException renamed(String setting, String present) {
        return new SettingsException(
                "ADG-505", "Setting " + setting + " is called " + present + " now; set that instead.", null);
    }

    static SettingsException unknown(String setting, String known) {
        return new SettingsException(
                "ADG-504", "There is no setting " + setting + ". Those under its prefix are " + known + ".", null);
    }
}
