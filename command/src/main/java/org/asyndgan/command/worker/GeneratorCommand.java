package org.asyndgan.command.worker;

import java.util.Map;
import java.util.concurrent.Callable;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.generator.worker.GeneratorWorker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code asyndgan generator}: the central generator alone, against given brokers. */
@Command(
        name = "generator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = GeneratorFlags.class,
        description = "Runs the central generator of a run. A generator that was stopped goes on where it was.",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan generator --run nuclei --min-sites 3 --steps 20000 \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --state /var/lib/asyndgan/generator --image-size 128"
        })
public final class GeneratorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        Map<String, Object> settings = worker.settings(spec);
        LogFile.beside(WorkerFlags.state(settings, "asyndgan.generator.state"));
        return GeneratorWorker.run(settings);
    }
}
