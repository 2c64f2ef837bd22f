package org.asyndgan.bench.pipeline;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.asyndgan.core.checkpoint.FolderTree;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.schemas.Dtype;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code asyndgan bench pipeline}: what Kafka costs. */
@Command(
        name = "pipeline",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what the pipeline costs: the same training in one process and through Kafka (networks of the demo,"
                    + " and of setting a of bench compute), the rate without"
                    + " compute, many sites, bytes on the wire.",
            "Every process computes on one thread and the mode is sync, so that with one site only one process computes"
                    + " at a time: that ratio is fair on two cores. CPU seconds count all processes."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan bench pipeline --quick")
public final class PipelineCommand implements Callable<Integer> {

    private static final int[] SITES = {1, 4, 8};
    private static final Map<Workload.Size, Integer> STEPS =
            new EnumMap<>(Map.of(Workload.Size.DEMO, 480, Workload.Size.A, 80));
    private static final int QUICK = 20;
    private static final int[] CROWDS = {1, 10, 100, 300};
    private static final int IMAGES_OF_A_SITE = 1000;

    @Option(
            names = "--networks",
            paramLabel = "SIZE",
            split = ",",
            description = "Sizes to train: ${COMPLETION-CANDIDATES} (all).")
    private List<Workload.Size> sizes = List.of(Workload.Size.values());

    @Option(
            names = "--gradient-dtype",
            paramLabel = "KIND",
            description = "How gradients travel: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Dtype gradients = Dtype.FLOAT16;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers there too.")
    private Path json;

    @Option(names = "--quick", description = "Fewer steps: a look, not a measurement.")
    private boolean quick;

    @Override
    public Integer call() throws Exception {
        Engine.useThreads(1);
        PrintStream out = System.out;
        Path folder = Files.createTempDirectory("asyndgan-bench");
        try (LocalStack stack = LocalStack.open(folder.resolve("stack"))) {
            List<Speed> inProcess = new ArrayList<>();
            List<Processes.Measured> processes = new ArrayList<>();
            for (Workload.Size size : sizes) {
                for (int sites : SITES) {
                    int steps = STEPS.get(size) / (quick ? QUICK : 1) / Math.max(1, sites / 2);
                    Workload workload = new Workload(folder, size, sites, Math.max(6, steps), gradients);
                    try (InProcess run = new InProcess(workload)) {
                        inProcess.add(run.run());
                    }
                    processes.add(new Processes(stack, workload).run());
                    out.println("Measured " + sites + " sites as processes, networks " + size);
                }
            }
            List<Crowd.Measured> crowds = new ArrayList<>();
            for (int sites : CROWDS) {
                Workload workload = new Workload(
                        folder, Workload.Size.DEMO, sites, Math.max(6, (quick ? 300 : 1500) / sites), Dtype.FLOAT16);
                crowds.add(new Crowd(stack, workload).run());
                out.println("Measured " + sites + " simulated sites");
            }
            report(inProcess, processes, crowds, out);
        } finally {
            FolderTree.remove(folder);
        }
        return 0;
    }

    private void report(
            List<Speed> inProcess, List<Processes.Measured> processes, List<Crowd.Measured> crowds, PrintStream out)
            throws IOException {
        double pixels = (double) Workload.SIDE * Workload.SIDE;
        PipelineReport report = new PipelineReport(
                Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ", "
                        + Engine.describe(),
                inProcess,
                processes,
                crowds,
                gradients,
                2 * Float.BYTES * pixels,
                2.0 * Float.BYTES * weights() / IMAGES_OF_A_SITE);
        report.lines().forEach(out::println);
        if (json != null) {
            report.write(json);
        }
    }

    private static int weights() {
        try (ResnetGenerator generator = new ResnetGenerator(Workload.Size.DEMO.generator(), Workload.SEED);
                PatchDiscriminator discriminator =
                        new PatchDiscriminator(Workload.Size.DEMO.discriminator(), Workload.SEED)) {
            return generator.parameters().count() + discriminator.parameters().count();
        }
    }
}
