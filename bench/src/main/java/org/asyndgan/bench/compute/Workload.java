package org.asyndgan.bench.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A training step to time.
 *
 * <p>{@link Kind#GENERATOR}: forward with dropout 0.5, backward from a given image gradient, Adam.
 * {@link Kind#DISCRIMINATOR}: forward and backward on real and synthetic pairs, Adam, then forward and
 * the image gradient on the synthetic ones through the updated network. {@link Kind#UNET}: forward,
 * backward from a given logit gradient, Adam. All with InstanceNorm, float32. {@link Kind#GEMM} is one
 * product of two size × size matrices, which says what the machine can do at best.
 *
 * @param size of the images, pixels a side
 * @param channels of masks and of images alike
 * @param width feature maps of the first layer (ngf, ndf)
 * @param depth blocks of the generator, layers of the discriminator, levels of the U-Net
 * @param batch images a step (the discriminator sees as many real ones beside them)
 */
record Workload(Kind kind, int size, int channels, int width, int depth, int batch) {

    private static final int PATCH_KERNEL = 4;
    private static final int MOST_DOUBLINGS = 3;

    /** Which network trains. */
    enum Kind {
        GENERATOR,
        DISCRIMINATOR,
        UNET,
        GEMM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The yardstick: a matrix product. */
    static final Workload GEMM = new Workload(Kind.GEMM, 1024, 1, 1, 1, 1);

    /** Reads what {@link #line} wrote. */
    static Workload parse(String line) {
        String[] words = line.trim().split(" +", -1);
        return new Workload(
                Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Integer.parseInt(words[5]));
    }

    /** As peers are told: kind, size, channels, width, depth, batch. */
    String line() {
        return kind.word() + " " + size + " " + channels + " " + width + " " + depth + " " + batch;
    }

    /** Floating-point operations that one step cannot do without; of a network, those of its convolutions. */
    long flops() {
        return switch (kind) {
            case GENERATOR -> training(generator());
            case DISCRIMINATOR -> 2 * training(discriminator()) + 2 * forward(discriminator());
            case UNET -> training(unet());
            case GEMM -> 2L * size * size * size;
        };
    }

    /** Forward, weight gradient, and input gradient of all but the first layer. */
    private static long training(List<Long> layers) {
        return 3 * forward(layers) - layers.get(0);
    }

    private static long forward(List<Long> layers) {
        return layers.stream().mapToLong(Long::longValue).sum();
    }

    private List<Long> generator() {
        List<Long> layers = new ArrayList<>();
        layers.add(conv(size, channels, width, 7));
        layers.add(conv(size / 2, width, 2 * width, 3));
        layers.add(conv(size / 4, 2 * width, 4 * width, 3));
        for (int i = 0; i < 2 * depth; i++) {
            layers.add(conv(size / 4, 4 * width, 4 * width, 3));
        }
        layers.add(conv(size / 4, 2 * width, 4 * width, 3));
        layers.add(conv(size / 2, width, 2 * width, 3));
        layers.add(conv(size, width, channels, 7));
        return layers;
    }

    private List<Long> discriminator() {
        List<Long> layers = new ArrayList<>();
        int side = size / 2;
        int from = width;
        layers.add(conv(side, 2 * channels, width, PATCH_KERNEL));
        for (int n = 1; n <= depth; n++) {
            int to = width << Math.min(n, MOST_DOUBLINGS);
            side = n < depth ? side / 2 : side - 1;
            layers.add(conv(side, from, to, PATCH_KERNEL));
            from = to;
        }
        layers.add(conv(side - 1, from, 1, PATCH_KERNEL));
        return layers;
    }

    private List<Long> unet() {
        List<Long> layers = new ArrayList<>();
        for (int level = 0; level <= depth; level++) {
            int side = size >> level;
            int own = width << level;
            layers.add(conv(side, level == 0 ? channels : own / 2, own, 3));
            layers.add(conv(side, own, own, 3));
            if (level < depth) {
                layers.add(conv(side, 2 * own, own, 3));
                layers.add(conv(side, 2 * own, own, 3));
                layers.add(conv(side, own, own, 3));
            }
        }
        layers.add(conv(size, width, 2, 1));
        return layers;
    }

    /** A multiplication and an addition counted as two. */
    private long conv(int side, int inputs, int outputs, int kernel) {
        return 2L * batch * side * side * inputs * outputs * kernel * kernel;
    }
}
