package org.asyndgan.nn.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;

/** Trains a small generator on alternating batch sizes and prints its resident memory, in KiB. */
public final class SteadyRun {

    private SteadyRun() {}

    /** Takes the number of steps before the first measurement, and of those between the two. */
    public static void main(String[] arguments) throws IOException {
        int warmUp = Integer.parseInt(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        try (var network = new ResnetGenerator(new ResnetSettings(1, 1, 8, 1, NormLayer.INSTANCE, 0.5), 1)) {
            var adam = new Adam(network.parameters(), AdamSettings.GAN);
            train(network, adam, warmUp);
            long before = residentKib();
            train(network, adam, steps);
            System.out.println(before + " " + residentKib());
        }
    }

    private static void train(Network network, Adam adam, int steps) {
        for (int step = 0; step < steps; step++) {
            FloatTensor images = network.forward(FloatTensor.zeros(1 + step % 2, 1, 16, 16), new long[1 + step % 2]);
            network.accumulateGradients(images);
            adam.step(1e-4);
            network.parameters().zeroGradients();
        }
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
