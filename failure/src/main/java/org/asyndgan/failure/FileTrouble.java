package org.asyndgan.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in words that people know. */
public final class FileTrouble {

    private FileTrouble() {}

    /**
     * The file system's reason without the path, which the sentence around it names, such as {@code No space left on
     * device}.
     *
     * @param failure of reading or writing; the innermost input or output failure in its chain of causes is told
     */
    public static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            // Whoever wraps a failure says that it failed; the file system says why.
            return reason(cause);
        }
        if (failure instanceof NoSuchFileException) {
            return "No such file or folder";
        } else if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "It exists already and is no folder";
        } else if (failure instanceof NotDirectoryException) {
            return "Not a directory";
        } else if (failure instanceof DirectoryNotEmptyException) {
            return "The folder is not empty";
        } else if (failure instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
