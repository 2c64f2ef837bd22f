package org.asyndgan.command.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.nn.kernel.Threads;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Seconds of one thread for an image and a pixel of it, measured by a few steps of the networks of a run.
 *
 * <p>Small images are measured and few at once: a convolution's time grows with the number of pixels, whichever images they
 * are in.
 *
 * @param drawing of the generator, forward
 * @param generator step: forward, backward and Adam
 * @param discriminator step: forward and backward on a real and a synthetic image, Adam, and the synthetic image's gradient
 * @param uNet step: forward, backward and Adam
 */
public record StepTimes(double drawing, double generator, double discriminator, double uNet) {

    /** Of the networks that the demo trains, on one core of a server's processor; as {@link #measure} told. */
    static final StepTimes TYPICAL = new StepTimes(1.4e-6, 4.5e-6, 3.4e-6, 4.0e-6);

    private static final int SIDE = 64;
    private static final int BATCH = 2;

    /** Warms up the JVM's compiler: its first passes are many times slower. */
    private static final int LEAST_STEPS = 6;

    private static final double SECONDS_EACH = 0.8;
    private static final double NANOS = 1e9;
    private static final double RATE = 1e-4;

    /**
     * Measures on one thread, as workers compute, within some seconds.
     *
     * @param clock in nanoseconds, such as {@link #clock}
     */
    static StepTimes measure(RunNetworks networks, LongSupplier clock) {
        int threads = Threads.count();
        Engine.useThreads(1);
        try {
            double drawing;
            double generator;
            try (Network resnet = new ResnetGenerator(networks.generator(), 1)) {
                FloatTensor masks = images(BATCH, networks.generator().inputChannels(), SIDE);
                Adam adam = new Adam(resnet.parameters(), AdamSettings.GAN);
                long[] seeds = new long[BATCH];
                drawing = seconds(clock, () -> resnet.forward(masks, seeds));
                generator = seconds(clock, () -> descend(resnet, adam, masks, seeds));
            }
            double discriminator;
            try (Network judge = networks.discriminator().open(1)) {
                FloatTensor both = images(2 * BATCH, inputs(networks), SIDE);
                FloatTensor synthetic = both.rows(0, BATCH);
                Adam adam = new Adam(judge.parameters(), AdamSettings.GAN);
                discriminator = seconds(clock, () -> {
                    descend(judge, adam, both);
                    judge.inputGradient(judge.forward(synthetic));
                });
            }
            double uNet;
            int uNetSide = Math.max(SIDE, 1 << networks.uNet().depth());
            try (Network unet = new UNet(networks.uNet(), 1)) {
                FloatTensor images = images(BATCH, networks.uNet().inputChannels(), uNetSide);
                Adam adam = new Adam(unet.parameters(), AdamSettings.SUPERVISED);
                uNet = seconds(clock, () -> descend(unet, adam, images));
            }
            double pixels = (double) BATCH * SIDE * SIDE;
            return new StepTimes(
                    drawing / pixels,
                    generator / pixels,
                    discriminator / pixels,
                    uNet / ((double) BATCH * uNetSide * uNetSide));
        } finally {
            Engine.useThreads(threads);
        }
    }

    /**
     * Processor time of this thread, so that what else is at work just now does not count; the time of day where another
     * device computes.
     */
    static LongSupplier clock() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean isGpu = "cuda".equals(System.getProperty(Engine.DEVICE));
        return !isGpu && threads.isCurrentThreadCpuTimeSupported()
                ? threads::getCurrentThreadCpuTime
                : System::nanoTime;
    }

    private static int inputs(RunNetworks networks) {
        return networks.discriminator() instanceof PatchSettings patch
                ? patch.inputChannels()
                : networks.generator().outputChannels();
    }

    /** The logits stand for their own gradient: what a loss would make of them takes no time to speak of. */
    private static void descend(Network network, Adam adam, FloatTensor input, long... seeds) {
        network.parameters().zeroGradients();
        network.accumulateGradients(network.forward(input, seeds));
        adam.step(RATE);
    }

    /** The fastest of some: what is slower was compiled meanwhile, or disturbed. */
    private static double seconds(LongSupplier clock, Runnable step) {
        long begin = clock.getAsLong();
        long fastest = Long.MAX_VALUE;
        int steps = 0;
        long now = begin;
        while (steps < LEAST_STEPS || (now - begin) / NANOS < SECONDS_EACH) {
            long from = now;
            step.run();
            now = clock.getAsLong();
            fastest = Math.min(fastest, now - from);
            steps++;
        }
        return fastest / NANOS;
    }

    private static FloatTensor images(int rows, int channels, int side) {
        float[] values = new float[rows * channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        return FloatTensor.adopt(values, rows, channels, side, side);
    }
}
