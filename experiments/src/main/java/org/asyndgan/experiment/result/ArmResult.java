package org.asyndgan.experiment.result;

import java.util.List;
import java.util.Map;

/**
 * One arm with one seed: what its U-Net is worth on the held-out real pairs.
 *
 * @param arm its name
 * @param pairs it was trained on
 * @param realPairs how many of them are real; repeats counted once
 * @param dice mean over test images, in [0, 1]
 * @param pooledDice over all pixels of all test images
 * @param hd95 in pixels, mean over test images
 * @param objectDice over connected components
 * @param aji aggregated Jaccard index
 * @param diceBySite mean Dice over the test images of each site
 * @param losses of the U-Net, means over equal shares of its steps
 * @param predictions of the experiment's example images: label maps, row-major classes
 * @param seconds of wall time, without the GAN
 */
public record ArmResult(
        String arm,
        long seed,
        int pairs,
        int realPairs,
        double dice,
        double pooledDice,
        double sensitivity,
        double specificity,
        double hd95,
        double objectDice,
        double aji,
        Map<String, Double> diceBySite,
        List<Double> losses,
        List<Grid> predictions,
        double seconds) {

    public ArmResult {
        diceBySite = Map.copyOf(diceBySite);
        losses = List.copyOf(losses);
        predictions = List.copyOf(predictions);
    }
}
