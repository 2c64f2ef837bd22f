package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that begins with what another has learnt, as a person would do it: train, export, train, replay. */
class InitialWeightsIT {

    @TempDir
    Path folder;

    private Path runs;
    private TinyTraining tiny;

    @BeforeEach
    void writesADataSet() throws IOException {
        tiny = TinyTraining.in(folder);
        runs = tiny.runs();
    }

    @Test
    void everyWorkerBeginsWithTheWeightsThatWereExportedAndTheRunReplaysWithoutTheirFiles() throws IOException {
        train("first");
        Path generator = export("generator");
        Path site = export("sites/mercy");
        Path segmenter = export("segmenter");

        train(
                "second",
                "--initial-weights=" + generator,
                "--set=asyndgan.site.initial-weights=" + site,
                "--set=asyndgan.segmenter.initial-weights=" + segmenter);

        assertThat(log("generator"))
                .contains("Initial weights file=" + generator + " checksum=" + checksum("generator"));
        for (String name : new String[] {"mercy", "north"}) {
            assertThat(log("site-" + name))
                    .contains("Initial weights file=" + site + " checksum=" + checksum("sites/mercy"));
        }
        assertThat(SafeTensors.read(state("second", "segmenter").resolve("initial.safetensors")))
                .isEqualTo(SafeTensors.read(segmenter));
        assertThat(SafeTensors.readMetadata(state("second", "segmenter").resolve("network.safetensors")))
                .containsKey("initialWeights");

        Files.delete(generator);
        assertThat(TinyTraining.execute("replay", "second", "--runs=" + runs)).isZero();

        try (Network drawn = NetworkCard.readFrom(state("first", "generator")).open()) {
            Path copy = state("second", "generator").resolve("initial.safetensors");
            SafeTensors.write(copy, StateDictionary.of(drawn.parameters()), Map.of());
        }
        assertThat(TinyTraining.execute("replay", "second", "--runs=" + runs)).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitEndsAWorkerBeforeItLooksForABroker() throws IOException {
        Path file = folder.resolve("other.safetensors");
        SafeTensors.write(file, Map.of("model.0.bias", FloatTensor.zeros(3)), Map.of());

        assertThat(start("generator", file, "--sites=mercy")).isEqualTo(1);
        assertThat(start("site", file, "--name=mercy", "--data=" + folder.resolve("data/mercy")))
                .isEqualTo(1);
        assertThat(start("segment", file, "--test=" + folder.resolve("data"))).isEqualTo(1);

        try (Stream<Path> left = Files.walk(folder.resolve("states"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** A worker that would wait for brokers for good. */
    private int start(String worker, Path weights, String... more) {
        String[] arguments = {
            worker,
            "--run=third",
            "--brokers=127.0.0.1:1",
            "--registry=http://127.0.0.1:1",
            "--http-port=0",
            "--state=" + folder.resolve("states").resolve(worker),
            "--image-size=" + TinyTraining.SIDE,
            "--width=4",
            "--initial-weights=" + weights
        };
        return TinyTraining.execute(
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    private void train(String run, String... more) {
        assertThat(tiny.train(
                        run,
                        Stream.concat(Stream.of("--no-baselines"), Stream.of(more))
                                .toArray(String[]::new)))
                .isZero();
    }

    private Path export(String worker) {
        Path file = folder.resolve(worker.replace('/', '-') + ".safetensors");
        assertThat(TinyTraining.execute("export", "--state=" + state("first", worker), "--out=" + file))
                .isZero();
        return file;
    }

    /** Of the weights that a worker of the first run ended with, as a log line tells it. */
    private String checksum(String worker) throws IOException {
        try (Network network = NetworkCard.readFrom(state("first", worker)).open()) {
            Map<String, FloatTensor> tensors =
                    SafeTensors.read(folder.resolve(worker.replace('/', '-') + ".safetensors"));
            StateDictionary.assignExactly(network.parameters(), tensors);
            return String.format("%08x", WeightsChecksum.of(network.parameters().values()));
        }
    }

    private Path state(String run, String worker) {
        return runs.resolve(run).resolve(worker);
    }

    private String log(String worker) throws IOException {
        return Files.readString(runs.resolve("second/logs").resolve(worker + ".log"));
    }
}
