package org.asyndgan.command;

import java.nio.file.Path;

/**
 * Where whole stack traces go, which no screen needs.
 *
 * <p>To be said before the first logger is made, because it is read then.
 */
final class LogFile {

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String FILE = "asyndgan.log";

    private LogFile() {}

    /** A worker's log: lines on the screen, and the same with stack traces in {@code worker.log} beside its state. */
    static void beside(Path state) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "org/asyndgan/command/logback-worker.xml");
            if (state != null) {
                System.setProperty(FILE, state.resolve("worker.log").toString());
            }
        }
    }

    /** The log of a command whose screen is for people alone. */
    static void at(Path file) {
        System.setProperty(FILE, file.toString());
        commandOnly();
    }

    /** As {@link #at}, in a file among the temporary ones as long as there is no better place. */
    static void commandOnly() {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "org/asyndgan/command/logback-command.xml");
        }
    }
}
