package org.asyndgan.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.asyndgan.command.run.LocalReplay;
import org.asyndgan.generator.worker.GeneratorReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    private final LocalRunOption local = new LocalRunOption();

    @Option(
            names = FROM_SNAPSHOT,
            description = "Begins at the generator's oldest snapshot instead of at step 0; needs its --state.")
    private boolean fromSnapshot;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        LogFile.anywhere();
        if (local.isGiven()) {
            return LocalReplay.of(local.runs(), local.name()).lead(fromSnapshot ? List.of(FROM_SNAPSHOT) : List.of());
        }
        return GeneratorReplay.run(
                worker.settings(spec), fromSnapshot, spec.commandLine().getOut()::println);
    }
}
