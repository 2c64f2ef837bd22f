package org.asyndgan.bench.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.schemas.Dtype;

/**
 * All that was measured, and how it stands to its targets.
 *
 * @param machine that it was measured on
 * @param inProcess speeds in one process, by number of sites
 * @param processes speeds and bytes through Kafka, by number of sites
 * @param crowds without compute, by number of sites
 * @param gradients how they travelled
 * @param fp32Bytes of an image and its gradient as the reference holds them
 * @param weightsBytes a pair of a site with 1,000 images, were the weights of both networks shipped there and back each
 *     epoch instead
 */
record PipelineReport(
        String machine,
        List<Speed> inProcess,
        List<Processes.Measured> processes,
        List<Crowd.Measured> crowds,
        Dtype gradients,
        double fp32Bytes,
        double weightsBytes) {

    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }

    /** Tables in Markdown. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Machine: " + machine);
        lines.add("");
        lines.add(
                "| networks | sites | in one process, steps/s | through Kafka, steps/s | ratio | CPU s a step, one process | CPU s a"
                        + " step, Kafka | ratio |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int i = 0; i < inProcess.size(); i++) {
            Speed one = inProcess.get(i);
            Speed kafka = processes.get(i).speed();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.2f | %.2f | %.2f | %.3f | %.3f | %.2f |",
                    one.size().name().toLowerCase(Locale.ROOT),
                    one.sites(),
                    one.stepsPerSecond(),
                    kafka.stepsPerSecond(),
                    kafka.stepsPerSecond() / one.stepsPerSecond(),
                    one.cpuSecondsPerStep(),
                    kafka.cpuSecondsPerStep(),
                    one.cpuSecondsPerStep() / kafka.cpuSecondsPerStep()));
        }
        lines.add("");
        lines.add("| simulated sites | gradients/s, no compute | generator CPU ms a gradient | to 1 site | heap MiB |");
        lines.add("| --- | --- | --- | --- | --- |");
        for (Crowd.Measured crowd : crowds) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %d | %.0f | %.2f | %.2f | %.1f |",
                    crowd.sites(),
                    crowd.gradientsPerSecond(),
                    crowd.cpuMillisPerGradient(),
                    crowd.cpuMillisPerGradient() / crowds.get(0).cpuMillisPerGradient(),
                    crowd.heapMebibytes()));
        }
        lines.add("");
        lines.add("| bytes a pair of image and gradient | | of fp32 |");
        lines.add("| --- | --- | --- |");
        Processes.Measured wire = processes.get(0);
        double pair = wire.imageBytes() + wire.gradientBytes();
        lines.add(bytes("through Kafka (UINT8 and " + gradients + ", zstd)", pair));
        lines.add(bytes("  of it the image", wire.imageBytes()));
        lines.add(bytes("  of it the gradient", wire.gradientBytes()));
        lines.add(bytes("fp32", fp32Bytes));
        lines.add(bytes("weights of both networks each epoch of 1,000 images, fp32", weightsBytes));
        return lines;
    }

    private String bytes(String what, double bytes) {
        return String.format(Locale.ROOT, "| %s | %.0f | %.3f |", what, bytes, bytes / fp32Bytes);
    }
}
