package org.asyndgan.command.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.LocalRunOption;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.run.LocalReplay;
import org.asyndgan.generator.worker.GeneratorReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
                    + " that its generator has. Exit code 0 says that all weights are equal, or near enough with"
                    + " --tolerance."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./asyndgan replay demo",
            "  ./asyndgan replay --run nuclei --sites mercy,st-mary --steps 20000 --image-size 128 \\",
            "      --brokers broker:9092 --registry http://registry:8081 --threads 1"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final String FROM_SNAPSHOT = "--from-snapshot";
    private static final String TOLERANCE = "--tolerance";

    @Spec
    private CommandSpec spec;

    @Mixin
    private final LocalRunOption local = new LocalRunOption();

    @Option(
            names = FROM_SNAPSHOT,
            description = "Begins at the generator's oldest snapshot instead of at step 0; needs its --state.")
    private boolean fromSnapshot;

    @Option(
            names = TOLERANCE,
            paramLabel = "X",
            converter = Tolerance.class,
            description =
                    "Lets any engine and machine replay, and compares images with those of the snapshots in --state:"
                            + " their pixels may be the share X of their range apart, such as 0.02.")
    private Double tolerance;

    @Mixin
    private WorkerFlags worker;

    @Override
    public Integer call() {
        LogFile.anywhere();
        if (local.isGiven()) {
            requireNothingElse();
            return LocalReplay.of(local.runs(), local.name()).lead(flags());
        }
        return GeneratorReplay.run(
                worker.settings(spec),
                new GeneratorReplay.How(
                        fromSnapshot, tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance)),
                spec.commandLine().getOut()::println);
    }

    private void requireNothingElse() {
        Map<String, Object> settings = worker.settings(spec);
        if (!settings.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Run " + local.name() + " on this machine brings its settings along; leave out what sets "
                            + String.join(", ", settings.keySet()) + ".");
        }
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (fromSnapshot) {
            flags.add(FROM_SNAPSHOT);
        }
        if (tolerance != null) {
            flags.add(TOLERANCE + "=" + tolerance);
        }
        return flags;
    }

    /** A share above 0. */
    static final class Tolerance implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            double share;
            try {
                share = Double.parseDouble(text);
            } catch (NumberFormatException none) {
                share = Double.NaN;
            }
            if (!(share > 0 && share <= 1)) {
                throw new TypeConversionException("'" + text + "' is no share above 0 and up to 1, such as 0.02");
            }
            return share;
        }
    }
}
