package org.asyndgan.transport.schema;

import org.apache.avro.util.ClassSecurityValidator;
import org.asyndgan.transport.topic.Channel;

/**
 * Lets Avro make our messages, be it to read one or to fill in the default of a field: it makes only classes of packages
 * that it was told to trust, and asks one list for the whole process.
 */
public final class TrustedMessages {

    private static final String PACKAGE = Channel.SITES.message().getPackageName();

    static {
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(PACKAGE)));
    }

    private TrustedMessages() {}

    /** Adds our package to what is trusted already, once a process, however often it is called. */
    public static void trust() {
        // The work is done when this class is loaded.
    }
}
