package org.asyndgan.command;

import java.time.InstantSource;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.run.LivePageOptions;
import org.asyndgan.command.run.LocalData;
import org.asyndgan.command.run.LocalRun;
import org.asyndgan.command.run.RunFolder;
import org.asyndgan.command.run.RunMemory;
import org.asyndgan.command.run.RunSettings;

/** What {@code demo} and {@code train} have in common: all but their options. */
final class LocalRuns {

    private LocalRuns() {}

    /**
     * Leads a run to its report.
     *
     * @param resume whether it goes on where it was interrupted
     * @param livePage whether and where it is shown meanwhile
     * @return the exit code
     */
    static int lead(RunSettings settings, boolean resume, LivePageOptions livePage) {
        LogFile.anywhere();
        InstantSource clock = InstantSource.system();
        try (Screen screen = Screens.open(clock)) {
            screen.stage("Looking at the images in " + settings.data());
            LocalData data = LocalData.look(settings);
            screen.note(data.describe());
            Inspections.show(data.inspection(), settings.acceptDoubts(), screen);
            RunMemory memory = RunMemory.of(settings, data);
            screen.note(memory.describe());
            if (settings.properties().isEmpty()) {
                // With settings of workers their own look decides.
                memory.require();
            }
            RunFolder folder = resume ? RunFolder.resume(settings) : RunFolder.create(settings.runs(), settings.name());
            if (folder.isDone()) {
                screen.note("Run " + settings.name() + " has come to its end. Read " + folder.report());
                return 0;
            }
            LogFile.at(folder.log("command"));
            return new LocalRun(settings, data, folder, screen, clock, livePage).lead();
        }
    }
}
