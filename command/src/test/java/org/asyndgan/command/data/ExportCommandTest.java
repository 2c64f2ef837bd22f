package org.asyndgan.command.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    void writesADiscriminatorUnderTheReferencesNamesAndLayouts() throws Exception {
        var settings = new PatchSettings(3, 4, 1, NormLayer.INSTANCE);
        float[] weights;
        try (var d = new PatchDiscriminator(settings, 5)) {
            weights = d.parameters().values();
        }
        NetworkCard.of(settings).writeTo(folder);
        new SnapshotFolder(folder, 1, said::append).save(8, out -> {
            out.section("position", part -> part.writeLong(8));
            out.section("steps", part -> part.writeLong(7));
            out.section("weights", part -> FloatsIo.write(part, weights));
            out.section("optimizer", part -> FloatsIo.write(part, new AdamState(7, weights, weights)));
            out.section("newest images", part -> part.writeInt(0));
        });
        Path file = folder.resolve("d.safetensors");

        int status = export("--state", folder.toString(), "--out", file.toString());

        assertThat(status).as(said.toString()).isZero();
        assertThat(said.toString())
                .isEqualToIgnoringNewLines(
                        "Wrote the discriminator of step 7 (" + weights.length + " parameters) to " + file + ".");
        Map<String, FloatTensor> tensors = SafeTensors.read(file);
        assertThat(tensors.get("model.0.weight").shape()).containsExactly(4, 3, 4, 4);
        // [kH, kW, in, out] here, [out, in, kH, kW] there: row 1, column 2, input 1 to output 3.
        assertThat(tensors.get("model.0.weight").at(((3 * 3 + 1) * 4 + 1) * 4 + 2))
                .isEqualTo(weights[((1 * 4 + 2) * 3 + 1) * 4 + 3]);
    }

    @Test
    void saysThatAFolderIsNoStateFolder() {
        int status = export(
                "--state", folder.toString(), "--out", folder.resolve("x").toString());

        assertThat(status).isEqualTo(1);
        assertThat(said.toString())
                .contains("so it is not the state folder of a generator or a site. Give the folder that was the"
                        + " worker's --state. (ADG-613)");
    }

    @Test
    void saysThatThereIsNoSnapshotYet() {
        NetworkCard.of(new PatchSettings(3, 4, 1, NormLayer.INSTANCE)).writeTo(folder);

        int status = export(
                "--state", folder.toString(), "--out", folder.resolve("x").toString());

        assertThat(status).isEqualTo(1);
        assertThat(said.toString())
                .contains("There is no snapshot in " + folder + " yet")
                .contains("(ADG-615)");
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }

    @Test
    void replacesNothingUnasked() throws IOException {
        Path file = Files.writeString(folder.resolve("network.safetensors"), "trained");
        Path there = Files.writeString(folder.resolve("x"), "years of work");

        assertThat(export("--state", folder.toString(), "--out", there.toString()))
                .isEqualTo(1);
        assertThat(said.toString())
                .contains(there + " is there already. Name another file with --out, or add --overwrite to replace it."
                        + " (ADG-614)");
        assertThat(there).hasContent("years of work");

        assertThat(export("--state", folder.toString(), "--out", there.toString(), "--overwrite"))
                .isZero();
        assertThat(there).hasSameBinaryContentAs(file);
    }

    @Test
    void refusesTheAverageOfWhatKeepsNone() throws IOException {
        String out = folder.resolve("x").toString();
        NetworkCard.of(new PatchSettings(3, 4, 1, NormLayer.INSTANCE)).writeTo(folder);

        assertThat(export("--state", folder.toString(), "--out", out, "--average"))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains("--average is of a generator, and " + folder
                        + " is the state folder of a site, which keeps no" + " average of its weights; leave it out.");

        Files.writeString(folder.resolve("network.safetensors"), "trained");
        assertThat(export("--state", folder.toString(), "--out", out, "--average"))
                .isEqualTo(2);
        assertThat(said.toString()).contains(folder + " is the state folder of a segmentation trainer, which");
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }

    private int export(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "export";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Asyndgan.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
    }
}
