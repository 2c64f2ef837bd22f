package org.asyndgan.command.worker;

import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.live.LiveWorker;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asyndgan live}: the live page of a run, against given brokers. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = LiveCommand.Flags.class,
        description = {
            "Serves a page that shows a run while it trains: state, sites, losses, probe images, batches, scores.",
            "It reads the run's topics and writes nothing; opened late it shows the whole run. Probe images are there if"
                    + " the generator draws them (--preview-every)."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan live --run nuclei --sites mercy,st-mary --http-port 8088 \\",
            "      --brokers broker:9092 --registry http://registry:8081",
            "  ./asyndgan live --kit nuclei/kits/live --http-port 8088"
        })
public final class LiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        LogFile.anywhere();
        return LiveWorker.run(worker.settings(spec));
    }

    /** What the page can be told. */
    static final class Flags implements IModelTransformer {

        private static final SettingFlag.Group LIVE = new SettingFlag.Group("asyndgan.live.");
        private static final List<SettingFlag> FLAGS = List.of(
                LIVE.list("sites", "sites", "NAME,...", "Sites whose events are shown too."),
                LIVE.flag(
                        "sample-every",
                        "DURATION",
                        "How often the newest batch of one site is shown (default 5s; 0s is never)."),
                LIVE.flag(
                        "tensorboard",
                        "DIR",
                        "Folder in which an event file of TensorBoard is written, anew at each start."),
                LIVE.flag(
                        "jsonl",
                        "json-lines",
                        "FILE",
                        "File in which every event is written as a line of JSON, anew at each start."),
                LIVE.flag(
                        "mlflow",
                        "URL",
                        "MLflow tracking server that is told every number as a metric, as a run of its own at each"
                                + " start."));

        @Override
        public CommandSpec transform(CommandSpec command) {
            return WorkerFlags.add(command, FLAGS);
        }
    }
}
