package org.asyndgan.command.progress;

import org.asyndgan.imaging.inspect.Inspection;

/** What a command says of its images before it uses them. */
public final class Inspections {

    private Inspections() {}

    /**
     * Shows what is left aside and what looks wrong, once.
     *
     * @param isAccepted whether doubts that make a score mean little were accepted
     * @throws org.asyndgan.imaging.folder.DatasetException ADG-220 if there are such doubts and nobody accepted them
     */
    public static void show(Inspection inspection, boolean isAccepted, Screen screen) {
        inspection.remarks().forEach(screen::note);
        inspection.requireAccepted(isAccepted, "--accept-doubts");
        inspection.doubts().forEach(doubt -> screen.note(doubt.text()));
    }
}
