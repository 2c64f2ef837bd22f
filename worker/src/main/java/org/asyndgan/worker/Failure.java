package org.asyndgan.worker;

import org.asyndgan.failure.CodedException;
import org.asyndgan.failure.JvmTrouble;

/**
 * What a person is told of an exception that ended a worker.
 *
 * @param sentence what happened, why, what to do; with the code of its section in docs/troubles.md
 * @param isExplained false for an exception nobody foresaw, whose stack trace is needed
 */
record Failure(String sentence, boolean isExplained) {

    /** Looks through wrappers for the first exception whose message was written for people. */
    static Failure of(String worker, Throwable thrown) {
        return JvmTrouble.sentence(thrown)
                .or(() -> CodedException.in(thrown).map(Throwable::getMessage))
                .map(sentence -> new Failure(oneLine(sentence), true))
                .orElseGet(() -> unforeseen(worker, thrown));
    }

    private static Failure unforeseen(String worker, Throwable thrown) {
        return new Failure(
                "The " + worker + " stopped on an error that was not foreseen: " + oneLine(String.valueOf(thrown))
                        + ". Its state is that of the last snapshot: start it again, and if it comes back, report it with"
                        + " the log. (ADG-500)",
                false);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
