package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.live.LiveWorker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan live}: the live page of a run, against given brokers. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a page that shows a run while it trains: state, sites, losses, probe images, scores.",
            "It reads the run's topics and writes nothing; opened late it shows the whole run. Probe images are there if"
                    + " the generator draws them (--preview-every)."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan live --run nuclei --sites mercy,st-mary --http-port 8088 \\",
            "      --brokers broker:9092 --registry http://registry:8081",
            "  ./asyndgan live --kit nuclei/kits/live --http-port 8088"
        })
@SuppressWarnings("UnusedVariable") // WorkerFlags.settings reads the flags by their annotations.
final class LiveCommand implements Callable<Integer> {

    private static final String LIVE = "asyndgan.live.";

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Sets(LIVE + "sites")
    @Option(names = "--sites", paramLabel = "NAME,...", split = ",", description = "Sites whose events are shown too.")
    private List<String> sites;

    @Sets(LIVE + "tensorboard")
    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Folder in which an event file of TensorBoard is written, anew at each start.")
    private Path tensorboard;

    @Sets(LIVE + "json-lines")
    @Option(
            names = "--jsonl",
            paramLabel = "FILE",
            description = "File in which every event is written as a line of JSON, anew at each start.")
    private Path jsonLines;

    @Override
    public Integer call() {
        LogFile.anywhere();
        return LiveWorker.run(worker.settings(spec.commandLine().getParseResult()));
    }
}
