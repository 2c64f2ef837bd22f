package org.asyndgan.worker.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.setting.SettingsException;

/** Where a worker keeps what must survive it. */
public final class StateFolder {

    private StateFolder() {}

    /**
     * Makes the folder where it does not exist and sees that it can be written.
     *
     * @param setting its name, for the message
     * @throws SettingsException if no folder is given
     * @throws WorkerException if it cannot be made or written
     */
    public static Path of(String setting, String folder) {
        if (folder == null || folder.isBlank()) {
            throw SettingsException.missing(setting, "a folder of this worker's own, where its snapshots are kept");
        }
        try {
            Path made = Files.createDirectories(Path.of(folder).toAbsolutePath());
            Files.delete(Files.createTempFile(made, "writable", ".tmp"));
            return made;
        } catch (IOException | InvalidPathException e) {
            throw new WorkerException(
                    "ADG-511",
                    "The folder " + folder + " cannot be written (" + FileTrouble.reason(e) + "). Set " + setting
                            + " to a folder that this process may write.",
                    e);
        }
    }
}
