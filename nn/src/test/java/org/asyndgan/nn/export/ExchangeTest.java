package org.asyndgan.nn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.kernel.CounterRandom;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our weights in PyTorch's networks give the same output, and come back the same. */
class ExchangeTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SCRIPTS = Path.of("src/test/golden");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsPyTorch() throws Exception {
        boolean present = Files.isExecutable(PYTHON)
                && run(List.of(PYTHON.toString(), "-c", "import torch, numpy")).isEmpty();
        if (!present) {
            System.out.println("SKIPPED: ExchangeTest needs /usr/bin/python3 with torch and numpy"
                    + " (apt-get install python3-torch)");
        }
        assumeTrue(present, "python3-torch is not installed");
    }

    @Test
    void ofTheGenerator() throws Exception {
        var settings = new ResnetSettings(3, 3, 16, 3, NormLayer.INSTANCE, 0.5);
        try (var ours = new ResnetGenerator(settings, 1);
                var other = new ResnetGenerator(settings, 2)) {
            exchange("generator", ours, other, random(2, 3, 32, 32));
        }
    }

    @Test
    void ofTheDiscriminator() throws Exception {
        var settings = new PatchSettings(6, 16, 3, NormLayer.BATCH);
        try (var ours = new PatchDiscriminator(settings, 1);
                var other = new PatchDiscriminator(settings, 2)) {
            exchange("discriminator", ours, other, random(2, 6, 64, 64));
        }
    }

    @Test
    void ofTheUNet() throws Exception {
        var settings = new UNetSettings(1, 4, 8, 3);
        try (var ours = new UNet(settings, 1);
                var other = new UNet(settings, 2)) {
            exchange("unet", ours, other, random(2, 1, 32, 32));
        }
    }

    private void exchange(String kind, Network ours, Network other, FloatTensor x) throws Exception {
        Path weights = folder.resolve("weights");
        Path input = folder.resolve("input");
        Path output = folder.resolve("output");
        Path returned = folder.resolve("returned");
        SafeTensors.write(weights, StateDictionary.of(ours.parameters()), Map.of());
        SafeTensors.write(input, Map.of("input", x), Map.of());

        String complaint = run(List.of(
                PYTHON.toString(),
                "-B",
                SCRIPTS.resolve("exchange.py").toString(),
                kind,
                weights.toString(),
                input.toString(),
                output.toString(),
                returned.toString()));

        assertThat(complaint).isEmpty();
        FloatTensor expected = SafeTensors.read(output).get("output");
        FloatTensor y = ours.forward(x);
        assertThat(y.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < y.size(); i++) {
            assertThat(y.at(i)).isCloseTo(expected.at(i), within(1e-4f));
        }
        StateDictionary.assign(other.parameters(), SafeTensors.read(returned));
        assertThat(other.parameters().values()).isEqualTo(ours.parameters().values());
    }

    /** What a command prints; an exit code other than 0 is added. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? output : output + "exit " + code;
    }

    private static FloatTensor random(int... shape) {
        var random = new CounterRandom(3, 0);
        float[] values = new float[Math.toIntExact(FloatTensor.elements(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian(i);
        }
        return FloatTensor.adopt(values, shape);
    }
}
