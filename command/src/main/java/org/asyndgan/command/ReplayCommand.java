package org.asyndgan.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.command.run.LocalReplay;
import org.asyndgan.generator.worker.GeneratorReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code asyndgan replay}: a run computed again from its log. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = GeneratorFlags.class,
        description = {
            "Computes a run's generator again from its log and compares its weights, step by step, with the recorded"
                    + " ones. It reads, writes nothing and disturbs nobody.",
            "RUN is a run of demo or train on this machine; for one elsewhere, give brokers, registry and the settings"
                    + " that its generator has. Exit code 0 says that all weights are equal."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./asyndgan replay demo",
            "  ./asyndgan replay --run nuclei --sites mercy,st-mary --steps 20000 --image-size 128 \\",
            "      --brokers broker:9092 --registry http://registry:8081 --threads 1"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String FROM_SNAPSHOT = "--from-snapshot";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Name of a run on this machine.")
    private String local;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Folder of the runs on this machine (${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Option(
            names = FROM_SNAPSHOT,
            description = "Begins at the generator's oldest snapshot instead of at step 0; needs its --state.")
    private boolean fromSnapshot;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        if (local == null) {
            LogFile.anywhere();
            var settings = worker.settings(spec);
            return GeneratorReplay.run(
                    settings, fromSnapshot, spec.commandLine().getOut()::println);
        }
        LogFile.anywhere();
        return LocalReplay.of(runs, local).lead(fromSnapshot ? List.of(FROM_SNAPSHOT) : List.of());
    }
}
