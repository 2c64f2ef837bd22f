package org.asyndgan.command.experiment;

import org.asyndgan.command.progress.Screen;
import org.asyndgan.experiment.ExperimentObserver;

/** An experiment on the screen. */
record Shown(Screen screen) implements ExperimentObserver {

    @Override
    public void began(String what, String left) {
        screen.stage(what + (left.isEmpty() ? "" : ", " + left));
    }

    @Override
    public void progressed(long done, long total, String details) {
        screen.progress("steps", done, total, details);
    }

    @Override
    public void found(String what) {
        screen.note(what);
    }
}
