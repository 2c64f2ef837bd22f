package org.asyndgan.intake;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.intake.file.UnusedFiles;

/**
 * What an import finds out beside pixels.
 *
 * @param unused what was not used
 * @param doubts what whoever imports should look at, in sentences
 * @param facts what was done to each patient, for the record beside the manifest
 */
record Findings(UnusedFiles unused, List<String> doubts, List<String> facts) {

    Findings() {
        this(new UnusedFiles(), new ArrayList<>(), new ArrayList<>());
    }
}
