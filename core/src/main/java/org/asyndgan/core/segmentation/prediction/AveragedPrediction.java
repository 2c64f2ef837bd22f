package org.asyndgan.core.segmentation.prediction;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * What a segmentation network makes of images, averaged over flips of them: each flipped image's probabilities are flipped back
 * and the mean is taken.
 *
 * <p>Not thread-safe.
 */
public final class AveragedPrediction {

    private final Network network;
    private final List<Dihedral> flips;

    /** @param flips that keep rows rows; at least one */
    public AveragedPrediction(Network network, List<Dihedral> flips) {
        this.network = network;
        this.flips = List.copyOf(flips);
    }

    /**
     * The images' logits; of several flips the logarithm of their mean probabilities, whose softmax is these.
     *
     * @param images [B, C, H, W]
     * @return [B, K, H, W]
     */
    public FloatTensor of(FloatTensor images) {
        if (flips.size() == 1) {
            return flipped(
                    network.forward(flipped(images, flips.get(0))), flips.get(0).inverse());
        }
        double[] sums = new double[0];
        FloatTensor last = images;
        for (Dihedral flip : flips) {
            last = flipped(network.forward(flipped(images, flip)), flip.inverse());
            if (sums.length == 0) {
                sums = new double[last.size()];
            }
            addProbabilities(last, sums);
        }
        float[] logits = new float[sums.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(Math.max(Float.MIN_NORMAL, sums[i] / flips.size()));
        }
        return FloatTensor.adopt(logits, last.shape());
    }

    private static FloatTensor flipped(FloatTensor images, Dihedral flip) {
        if (flip.equals(Dihedral.IDENTITY)) {
            return images;
        }
        List<FloatTensor> rows = new ArrayList<>(images.dim(0));
        for (int row = 0; row < images.dim(0); row++) {
            FloatTensor image = images.rows(row, row + 1).reshape(images.dim(1), images.dim(2), images.dim(3));
            rows.add(flip.of(image).reshape(1, images.dim(1), images.dim(2), images.dim(3)));
        }
        return FloatTensor.concatRows(rows);
    }

    private static void addProbabilities(FloatTensor logits, double[] sums) {
        int classes = logits.dim(1);
        int plane = logits.dim(2) * logits.dim(3);
        double[] powers = new double[classes];
        for (int pixel = 0; pixel < logits.dim(0) * plane; pixel++) {
            int first = pixel / plane * classes * plane + pixel % plane;
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, logits.at(first + k * plane));
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                powers[k] = Math.exp(logits.at(first + k * plane) - largest);
                sum += powers[k];
            }
            for (int k = 0; k < classes; k++) {
                sums[first + k * plane] += powers[k] / sum;
            }
        }
    }
}
