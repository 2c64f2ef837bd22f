package org.asyndgan.worker;

/**
 * What a person is told of an exception that ended a worker.
 *
 * @param sentence what happened, why, what to do; with the code of its section in docs/troubles.md
 * @param isExplained false for an exception nobody foresaw, whose stack trace is needed
 */
record Failure(String sentence, boolean isExplained) {

    private static final String OURS = "org.asyndgan.";

    /** Looks through wrappers for the first exception of our own; its message was written for people. */
    static Failure of(String worker, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOurs(cause) && cause.getMessage() != null) {
                return new Failure(oneLine(cause.getMessage()), true);
            }
        }
        return new Failure(
                "The " + worker + " stopped on an error that was not foreseen: " + oneLine(String.valueOf(thrown))
                        + ". Its state is that of the last snapshot: start it again, and if it comes back, report it with"
                        + " the log. (ADG-500)",
                false);
    }

    private static boolean isOurs(Throwable cause) {
        if (cause.getClass().getName().startsWith(OURS)) {
            return true;
        }
        StackTraceElement[] trace = cause.getStackTrace();
        return cause instanceof IllegalArgumentException
                && trace.length > 0
                && trace[0].getClassName().startsWith(OURS);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
