package org.asyndgan.command.local;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunForecast;
import org.asyndgan.command.plan.RunMemory;
import org.asyndgan.command.plan.RunPlan;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.progress.Inspections;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.progress.Screen;
import org.asyndgan.command.progress.Screens;
import org.asyndgan.command.run.LivePageOptions;
import org.asyndgan.command.run.LocalRun;

/** What {@code demo} and {@code train} have in common: all but their options. */
final class LocalRuns {

    private LocalRuns() {}

    /**
     * Leads a run to its report.
     *
     * @param asked with 0 where steps or size of the images shall be chosen
     * @param resume whether it goes on where it was interrupted
     * @param hours that it may take, where something is chosen; none where its time need not be told before
     * @param livePage whether and where it is shown meanwhile
     * @return the exit code
     */
    static int lead(RunSettings asked, boolean resume, OptionalDouble hours, LivePageOptions livePage) {
        LogFile.anywhere();
        InstantSource clock = InstantSource.system();
        try (Screen screen = Screens.open(clock)) {
            screen.stage("Looking at the images in " + asked.data());
            LocalData found = LocalData.look(asked);
            screen.note(found.describe());
            Inspections.show(found.inspection(), asked.acceptDoubts(), screen);
            RunSettings settings = resume ? RunFolder.asBegun(asked) : asked;
            Optional<RunForecast> forecast = Optional.empty();
            if (hours.isPresent() && !resume) {
                RunPlan plan = RunPlan.settle(settings, found, hours.getAsDouble(), screen::note);
                settings = plan.settings();
                forecast = Optional.of(plan.forecast());
            } else if (!resume) {
                forecast = Optional.of(RunForecast.typical(found.sites().size()));
                screen.note(forecast.get().describe(settings));
            }
            LocalData data = found.withImageSize(settings.images().size());
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
            return new LocalRun(settings, data, folder, forecast, screen, clock, livePage).lead();
        }
    }
}
