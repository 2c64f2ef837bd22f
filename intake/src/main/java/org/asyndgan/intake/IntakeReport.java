package org.asyndgan.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an import wrote, what it did not use and what should be looked at.
 *
 * @param slices written
 * @param of slices in the source
 * @param folder the site's
 * @param leftAside files that were not used, counted under their reasons; empty if there are none
 * @param doubts in sentences without their full stop
 */
public record IntakeReport(int slices, int of, Path folder, String leftAside, List<String> doubts) {

    public IntakeReport {
        doubts = List.copyOf(doubts);
    }

    /** Lines for a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(slices + " of " + of + " slices written to " + folder);
        if (!leftAside.isEmpty()) {
            lines.add("Left aside: " + leftAside + ".");
        }
        doubts.forEach(doubt -> lines.add("Doubt: " + doubt + "."));
        return lines;
    }
}
