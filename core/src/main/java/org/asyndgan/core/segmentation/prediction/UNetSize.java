package org.asyndgan.core.segmentation.prediction;

import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.network.MemoryNeed;

/**
 * A segmentation network and its batches for images of one size, where nobody said otherwise.
 *
 * @param width feature maps of the topmost level
 * @param depth times the image is halved
 * @param batchSize pairs a step
 */
public record UNetSize(int width, int depth, int batchSize) {

    private static final int WIDTH = 16;
    private static final int LEAST_SIDE = 8;
    private static final int MOST_DEPTH = 5;
    private static final int MOST_PAIRS = 16;
    private static final int PIXELS = MOST_PAIRS * 128 * 128;
    /** Of the heap; the rest is for images and everything else. */
    private static final double SHARE = 0.5;

    /**
     * Halves the image down to 8 pixels or as far as its side can be halved, at most 5 times; 16 pairs a step, fewer above 128 pixels,
     * where there are fewer, or where the network with so many would not fit into half of the heap.
     *
     * @param images there are to learn from
     * @param heapBytes that the process may use
     */
    public static UNetSize of(int side, int channels, int classes, Blocks blocks, long images, long heapBytes) {
        int depth = 1;
        while (depth < MOST_DEPTH && side >> (depth + 1) >= LEAST_SIDE && side % (1 << (depth + 1)) == 0) {
            depth++;
        }
        int pairs = MOST_PAIRS;
        while (pairs > 1 && (pairs > images || (long) pairs * side * side > PIXELS)) {
            pairs /= 2;
        }
        UNetSettings network = new UNetSettings(channels, classes, WIDTH, depth, blocks);
        while (pairs > 1 && heap(network, pairs, side) > SHARE * heapBytes) {
            pairs /= 2;
        }
        return new UNetSize(WIDTH, depth, pairs);
    }

    private static long heap(UNetSettings network, int pairs, int side) {
        MemoryNeed need = UNet.memory(network, pairs, side, side);
        return need.heapBytes();
    }
}
