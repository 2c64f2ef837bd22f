package org.asyndgan.imaging.file;

import java.io.Serial;

/** A file that no decoder here reads whole; the message completes "File F cannot be read: …". */
public final class UnreadableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param why such as "it is no PNG, TIFF or JPEG"; no full stop
     * @param remedy a whole sentence: what to do
     */
    public UnreadableException(String why, String remedy) {
        this(why, remedy, null);
    }

    public UnreadableException(String why, String remedy, Throwable cause) {
        super(why, cause);
        this.remedy = remedy;
    }

    /** What to do, a whole sentence. */
    public String remedy() {
        return remedy;
    }
}
