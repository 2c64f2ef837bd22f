package org.asyndgan.intake;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.asyndgan.failure.CodedException;

/** Volumes cannot be made into a data set; the message says what, why and what to do. */
public final class IntakeException extends CodedException {

    @Serial
    private static final long serialVersionUID = 1L;

    public IntakeException(String code, String message) {
        this(code, message, null);
    }

    public IntakeException(String code, String message, Throwable cause) {
        super(code, message, cause);
    }

    /** Why the file system refused, without the path, which the sentence around it names. */
    static String reason(IOException e) {
        if (e.getCause() instanceof IOException deeper) {
            // Writers of images say that writing failed; the file system says why
            return reason(deeper);
        }
        if (e instanceof NoSuchFileException) {
            return "it is not there";
        } else if (e instanceof AccessDeniedException) {
            return "Permission denied";
        } else if (e instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
