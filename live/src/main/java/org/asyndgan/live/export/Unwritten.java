package org.asyndgan.live.export;

import java.io.IOException;
import java.nio.file.Path;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.worker.WorkerException;

/** What is said where a file took what the run told and now takes no more. */
final class Unwritten {

    private Unwritten() {}

    /** @param flag by which the place was named */
    static WorkerException of(Path place, String flag, IOException why) {
        return new WorkerException(
                "ADG-512",
                "What the run tells cannot be written to " + place + " any more (" + FileTrouble.reason(why)
                        + "). Free space or name another place with " + flag
                        + ", and start the page again: it writes the file anew.",
                why);
    }
}
