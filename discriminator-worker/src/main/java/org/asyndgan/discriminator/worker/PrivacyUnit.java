package org.asyndgan.discriminator.worker;

import java.util.Locale;

/** What differential privacy protects. */
public enum PrivacyUnit {
    /** An image. All images of a patient together are protected less. */
    IMAGE,

    /** A patient, with all images. */
    PATIENT;

    /** As it stands in ledgers and messages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
