package org.asyndgan.worker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.worker.WorkerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialWeightsTest {

    private static final String SETTING = "asyndgan.site.initial-weights";
    private static final String SHAPING = "asyndgan.site.width and layers";
    private static final PatchSettings SMALL = new PatchSettings(3, 4, 1, NormLayer.INSTANCE);

    @TempDir
    private Path folder;

    private Path state;
    private Path file;

    @BeforeEach
    void makesPlaces() throws IOException {
        state = Files.createDirectory(folder.resolve("state"));
        file = folder.resolve("trained.safetensors");
    }

    @Nested
    class ComeBackBitByBit {

        @Test
        void ofAGenerator() throws IOException {
            var settings = new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0.5);
            comesBack(seed -> new ResnetGenerator(settings, seed));
        }

        @Test
        void ofAGeneratorWithBatchNorm() throws IOException {
            var settings = new ResnetSettings(2, 1, 4, 1, NormLayer.BATCH, 0.5);
            comesBack(seed -> new ResnetGenerator(settings, seed));
        }

        @Test
        void ofADiscriminator() throws IOException {
            comesBack(seed -> new PatchDiscriminator(SMALL, seed));
        }

        @Test
        void ofAUNet() throws IOException {
            comesBack(seed -> new UNet(new UNetSettings(1, 2, 4, 1), seed));
        }

        private void comesBack(LongFunction<Network> made) throws IOException {
            try (Network trained = made.apply(1);
                    Network begun = made.apply(2)) {
                SafeTensors.write(file, StateDictionary.of(trained.parameters()), Map.of());

                var told = given().assignTo(begun.parameters(), SHAPING);

                assertThat(begun.parameters().values())
                        .isEqualTo(trained.parameters().values());
                assertThat(told)
                        .contains(String.format(
                                "%08x", WeightsChecksum.of(trained.parameters().values())));
            }
        }
    }

    @Test
    void stayAsTheyWereDrawnWhereNoFileIsNamed() {
        try (Network network = new PatchDiscriminator(SMALL, 1);
                Network drawn = new PatchDiscriminator(SMALL, 1)) {
            assertThat(InitialWeights.keptIn(state, SETTING, null).assignTo(network.parameters(), SHAPING))
                    .isEmpty();
            assertThat(InitialWeights.keptIn(state, SETTING, " ").assignTo(network.parameters(), SHAPING))
                    .isEmpty();

            assertThat(network.parameters().values())
                    .isEqualTo(drawn.parameters().values());
            assertThat(state).isEmptyDirectory();
        }
    }

    @Test
    void areTakenFromTheCopyWhateverBecomesOfTheFileOrTheSetting() throws IOException {
        float[] trained = write(SMALL, 1);
        assertThat(begun()).isEqualTo(trained);

        write(SMALL, 9);
        assertThat(begun()).isEqualTo(trained);
        Files.delete(file);
        assertThat(begun()).isEqualTo(trained);

        try (Network network = new PatchDiscriminator(SMALL, 2)) {
            InitialWeights.keptIn(state, SETTING, null).assignTo(network.parameters(), SHAPING);
            assertThat(network.parameters().values()).isEqualTo(trained);
            InitialWeights.lookedUpIn(state, SETTING, file.toString()).assignTo(network.parameters(), SHAPING);
            assertThat(network.parameters().values()).isEqualTo(trained);
        }
    }

    @Test
    void ofAReplayAreTakenFromTheFileWhereThereIsNoCopyAndNoneIsMade() throws IOException {
        float[] trained = write(SMALL, 1);
        snapshot();

        try (Network network = new PatchDiscriminator(SMALL, 2)) {
            InitialWeights.lookedUpIn(state, SETTING, file.toString()).assignTo(network.parameters(), SHAPING);

            assertThat(network.parameters().values()).isEqualTo(trained);
        }
        assertThat(state.resolve("initial.safetensors")).doesNotExist();
    }

    @Test
    void mayCarryTheRunningStatisticsOfPyTorchsBatchNorm() throws IOException {
        Map<String, FloatTensor> tensors = tensors(SMALL, 1);
        tensors.put("model.3.running_mean", FloatTensor.zeros(8));
        SafeTensors.write(file, tensors, Map.of());

        assertThat(begun()).hasSizeGreaterThan(8);
    }

    @Nested
    class AreRefused {

        @Test
        void whereThereIsNoFile() {
            refused(SETTING + " names " + file
                    + ", which cannot be used: there is no such file. Name one that ./asyndgan"
                    + " export wrote. (ADG-616)");
        }

        @Test
        void whereTheFileIsAFolder() throws IOException {
            Files.createDirectory(file);

            assertThatThrownBy(InitialWeightsTest.this::begun)
                    .isInstanceOf(WorkerException.class)
                    .hasMessageStartingWith(SETTING + " names " + file + ", which cannot be used: ")
                    .hasMessageEndingWith(" (ADG-616)");
        }

        @Test
        void whereTheFileIsSomethingElse() throws IOException {
            // A header's length comes first, little-endian: 0x38 zero bytes more than there are.
            Files.write(file, new byte[] {0x38, 0, 0, 0, 0, 0, 0, 0});

            refused(SETTING + " names " + file + ", which cannot be used: File " + file
                    + " is not a .safetensors file: its header would have 56 bytes. Export or download"
                    + " it again. (ADG-616)");
        }

        @Test
        void whereTheFileHoldsNoFloats() throws IOException {
            SafeTensors.write(file, Map.of(), Map.of("format", "pt"));

            refused(SETTING + " names " + file
                    + ", which cannot be used: it holds no tensor of 32-bit floats (F32). Name"
                    + " one that ./asyndgan export wrote. (ADG-616)");
        }

        @Test
        void whereAWeightIsNotANumber() throws IOException {
            Map<String, FloatTensor> tensors = tensors(SMALL, 1);
            tensors.put("model.0.bias", FloatTensor.of(new float[] {0, 1, Float.NaN, 3}, 4));
            SafeTensors.write(file, tensors, Map.of());

            refused(SETTING + " names " + file + ", which cannot be used: its tensor model.0.bias holds NaN or infinite"
                    + " numbers. Name one that ./asyndgan export wrote. (ADG-616)");
        }

        @Test
        void whereATensorHasAnotherShape() throws IOException {
            var wide = new PatchSettings(3, 8, 1, NormLayer.INSTANCE);
            SafeTensors.write(file, tensors(wide, 1), NetworkCard.of(wide).metadata());

            // [out, in, kH, kW] of the first convolution: 8 feature maps in the file, 4 in the network.
            refused(SETTING + " names " + file
                    + ", which does not fit. Tensor model.0.weight should be float32[4, 3, 4, 4]"
                    + " but is float32[8, 3, 4, 4]; the weights belong to a network with other settings. Set "
                    + SHAPING
                    + " as they were when these weights were trained, or name another file; this one says of itself"
                    + " {input-channels=3, layers=1, network=discriminator, norm-layer=INSTANCE, width=8}. (ADG-617)");
        }

        @Test
        void whereATensorIsMissing() throws IOException {
            Map<String, FloatTensor> tensors = tensors(SMALL, 1);
            tensors.remove("model.0.bias");
            SafeTensors.write(file, tensors, Map.of());

            refused(SETTING + " names " + file + ", which does not fit. Tensor model.0.bias should be float32[4] but is"
                    + " missing; the weights belong to a network with other settings. Set " + SHAPING
                    + " as they were when these weights were trained, or name another file. (ADG-617)");
        }

        @Test
        void whereATensorIsTooMany() throws IOException {
            Map<String, FloatTensor> tensors = tensors(SMALL, 1);
            tensors.put("model.11.weight", FloatTensor.zeros(1, 2));
            SafeTensors.write(file, tensors, Map.of());

            refused(SETTING + " names " + file
                    + ", which does not fit. Tensor model.11.weight, float32[1, 2], is none of"
                    + " this network's; the weights belong to a network with other settings. Set " + SHAPING
                    + " as they were when these weights were trained, or name another file. (ADG-617)");
        }

        @Test
        void whereTheTrainingBeganWithoutThem() throws IOException {
            write(SMALL, 1);
            snapshot();

            refused(SETTING + " names " + file + ", but the training in the state folder " + state
                    + " began with other weights: it has snapshots and no initial.safetensors. Leave the setting out to go"
                    + " on with it, or take another state folder and another run to begin anew. (ADG-618)");
        }

        @Test
        void whereTheCopyIsDamaged() throws IOException {
            write(SMALL, 1);
            begun();
            Path copy = Files.write(state.resolve("initial.safetensors"), new byte[4]);

            refused("The training began with " + copy + ", which cannot be used: File " + copy
                    + " is not a .safetensors file: it has 4 bytes. Export or download it again. (ADG-616)");
        }

        private void refused(String sentences) {
            assertThatThrownBy(InitialWeightsTest.this::begun)
                    .isInstanceOf(WorkerException.class)
                    .hasMessage(sentences);
        }
    }

    /** Weights of a network that a worker begins with in this state folder. */
    private float[] begun() {
        try (Network network = new PatchDiscriminator(SMALL, 2)) {
            given().assignTo(network.parameters(), SHAPING);
            return network.parameters().values();
        }
    }

    private InitialWeights given() {
        return InitialWeights.keptIn(state, SETTING, file.toString());
    }

    private void snapshot() {
        new SnapshotFolder(state, 1, warning -> {}).save(0, out -> {});
    }

    private float[] write(PatchSettings settings, long seed) throws IOException {
        SafeTensors.write(file, tensors(settings, seed), Map.of());
        try (Network network = new PatchDiscriminator(settings, seed)) {
            return network.parameters().values();
        }
    }

    private static Map<String, FloatTensor> tensors(PatchSettings settings, long seed) {
        try (Network network = new PatchDiscriminator(settings, seed)) {
            return new LinkedHashMap<>(StateDictionary.of(network.parameters()));
        }
    }
}
