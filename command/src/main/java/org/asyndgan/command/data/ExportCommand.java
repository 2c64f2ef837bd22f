package org.asyndgan.command.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.generator.SavedGenerator;
import org.asyndgan.core.site.SavedDiscriminator;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asyndgan export}: a worker's trained weights for PyTorch and others. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the weights of a generator, a site's discriminator or a segmentation network as safetensors,",
            "under the names and in the layouts of the reference code's PyTorch modules."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan export --state runs/nuclei/generator --out generator.safetensors")
public final class ExportCommand implements Runnable {

    private static final String SEGMENTER_FILE = "network.safetensors";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "State folder of a worker; its newest sound snapshot is taken.")
    private Path state;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write.")
    private Path out;

    @Option(
            names = "--average",
            description = "Of a generator: the moving average of its weights, which releases are drawn with.")
    private boolean average;

    @Option(names = "--overwrite", description = "Replaces a file that is there already.")
    private boolean overwrite;

    @Override
    public void run() {
        if (Files.exists(out) && !overwrite) {
            throw new RunException(
                    "ADG-614",
                    out + " is there already. Name another file with --out, or add --overwrite to replace it.");
        }
        try {
            if (Files.exists(state.resolve(SEGMENTER_FILE))) {
                requireNoAverage("segmentation trainer");
                WholeFile.write(
                        out,
                        file -> Files.copy(state.resolve(SEGMENTER_FILE), file, StandardCopyOption.REPLACE_EXISTING));
                spec.commandLine().getOut().println("Wrote the segmentation network to " + out + ".");
                return;
            }
            write(NetworkCard.readFrom(state));
        } catch (IOException e) {
            throw new RunException(
                    "ADG-614", out + " could not be written (" + FileTrouble.reason(e) + "). Give another --out.", e);
        }
    }

    /** What would be ignored must not seem to have been done. */
    private void requireNoAverage(String whose) {
        if (average) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--average is of a generator, and " + state + " is the state folder of a " + whose
                            + ", which keeps no average of its weights; leave it out.");
        }
    }

    private void write(NetworkCard card) throws IOException {
        if (card.kind() != NetworkCard.Kind.GENERATOR) {
            requireNoAverage("site");
        }
        Weights saved = weights(card.kind())
                .orElseThrow(() -> new RunException(
                        "ADG-615",
                        "There is no snapshot in " + state
                                + " yet; a worker writes its first after some steps, and at its end."));
        try (Network network = card.open()) {
            network.parameters().assign(saved.values());
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put("format", "pt");
            metadata.putAll(card.metadata());
            metadata.put("step", Long.toString(saved.step()));
            WholeFile.write(out, file -> SafeTensors.write(file, StateDictionary.of(network.parameters()), metadata));
            spec.commandLine()
                    .getOut()
                    .println("Wrote the " + metadata.get("network") + " of step " + saved.step() + " ("
                            + network.parameters().count() + " parameters) to " + out + ".");
        }
    }

    private Optional<Weights> weights(NetworkCard.Kind kind) {
        var snapshots = new SnapshotFolder(
                state, 1, warning -> spec.commandLine().getErr().println(warning));
        return kind == NetworkCard.Kind.GENERATOR
                ? snapshots
                        .newest(SavedGenerator::read)
                        .map(saved -> new Weights(saved.version(), average ? saved.average() : saved.weights()))
                : snapshots.newest(SavedDiscriminator::read).map(saved -> new Weights(saved.steps(), saved.weights()));
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
    private record Weights(long step, float[] values) {}
}
