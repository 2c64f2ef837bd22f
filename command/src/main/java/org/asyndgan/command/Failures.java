package org.asyndgan.command;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.asyndgan.command.run.RunException;

/** How a failure is told on the screen: what its exception says, without its class and stack. */
final class Failures {

    private static final Pattern CODED = Pattern.compile("\\(ADG-\\d{3}\\)");

    private Failures() {}

    /**
     * The sentence that people read.
     *
     * <p>It is the message of the first exception in the chain of causes that carries a code; without one, the
     * outermost message. Exceptions that nobody foresaw are told by class as well.
     */
    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && CODED.matcher(cause.getMessage()).find()) {
                return cause.getMessage();
            }
        }
        Throwable telling = failure;
        while ((telling instanceof CompletionException || telling instanceof ExecutionException)
                && telling.getCause() != null) {
            telling = telling.getCause();
        }
        String message = Objects.requireNonNullElse(telling.getMessage(), "");
        boolean foreseen = telling instanceof RunException
                || telling instanceof IllegalArgumentException
                || telling instanceof IllegalStateException;
        if (foreseen && !message.isBlank()) {
            return message;
        }
        return "Something happened that should not: " + telling.getClass().getSimpleName()
                + (message.isBlank() ? "" : ": " + message) + ". The log has the details.";
    }
}
