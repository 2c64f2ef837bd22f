package org.asyndgan.command;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.asyndgan.failure.CodedException;
import org.asyndgan.failure.JvmTrouble;

/** How a failure is told on the screen: what its exception says, without its class and stack. */
final class Failures {

    private Failures() {}

    /**
     * The sentence that people read.
     *
     * <p>It is the message of the first exception in the chain of causes that has a code; without one, the outermost
     * message. Exceptions that nobody foresaw are told by class as well.
     */
    static String sentence(Throwable failure) {
        return JvmTrouble.sentence(failure)
                .or(() -> CodedException.in(failure).map(Throwable::getMessage))
                .orElseGet(() -> uncoded(failure));
    }

    private static String uncoded(Throwable failure) {
        Throwable telling = failure;
        while ((telling instanceof CompletionException || telling instanceof ExecutionException)
                && telling.getCause() != null) {
            telling = telling.getCause();
        }
        String message = Objects.requireNonNullElse(telling.getMessage(), "");
        boolean foreseen = telling instanceof IllegalArgumentException || telling instanceof IllegalStateException;
        if (foreseen && !message.isBlank()) {
            return message;
        }
        return "Something happened that should not: " + telling.getClass().getSimpleName()
                + (message.isBlank() ? "" : ": " + message) + ". The log has the details.";
    }
}
