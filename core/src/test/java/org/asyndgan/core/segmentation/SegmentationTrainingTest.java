package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.core.simulation.WatchedNetwork;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class SegmentationTrainingTest {

    /** One pair in ten has class 2. */
    private static final int PAIRS = 10;

    @Test
    void showsEveryPairAsOftenWithoutABalance() {
        int rare = shown(0, 200);

        // Rounds of all pairs: 200 steps of 4 are 80 rounds.
        assertThat(rare).isEqualTo(80);
    }

    @Test
    void showsClassesAsOftenAsEachOtherInTheBalancedShare() {
        int rare = shown(0.5, 200);

        // 400 pairs in order, 40 of them rare, and 400 of a class: half of these of class 2, the others of class 1,
        // which all
        // pairs have. 40 + 200 + 20, within four deviations of about 10.
        assertThat(rare).isBetween(220, 300);
    }

    @Test
    void keepsTheWeightsThatDidBestOnValidationPairs() {
        // Training turns class 1 of a bright image into class 0; the validation pair says that it was right before.
        TrainingPair misleading = pair((byte) 0);
        TrainingPair right = pair((byte) 1);
        LinearNetwork network = new LinearNetwork(1, 2, 0, 0.2f);
        List<Float> first = new ArrayList<>();

        SegmentationTraining toTheEnd = training(network, misleading);
        toTheEnd.finish(new Validation(List.of(), 1), step -> {});
        assertThat(toTheEnd.score(List.of(right)).dice()).isZero();

        LinearNetwork other = new LinearNetwork(1, 2, 0, 0.2f);
        SegmentationTraining validated = training(other, misleading);
        validated.finish(new Validation(List.of(right), 1), step -> {
            if (step == 1) {
                first.add(other.parameters().values()[1]);
            }
        });
        assertThat(validated.score(List.of(right)).dice()).isEqualTo(1);
        assertThat(first).containsExactly(other.parameters().values()[1]);
    }

    private static TrainingPair pair(byte label) {
        byte[] labels = {label, label, label, label};
        return new TrainingPair(FloatTensor.of(new float[] {1, 1, 1, 1}, 1, 2, 2), LabelMap.of(2, 2, 2, labels));
    }

    private static SegmentationTraining training(LinearNetwork network, TrainingPair pair) {
        return new SegmentationTraining(
                network,
                new Momentum(network.parameters()),
                SegmentationLoss.BOTH,
                List.of(pair),
                new SegmentationSettings(
                        1, 50, 1, new LearningRate(0.1, 0), Augmentation.NONE, IntensityAugmentation.NONE));
    }

    private static int shown(double balance, int steps) {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            byte[] labels = {0, 1, (byte) (i == 3 ? 2 : 1), 0};
            pairs.add(
                    new TrainingPair(FloatTensor.of(new float[] {i, i, i, i}, 1, 2, 2), LabelMap.of(2, 2, 3, labels)));
        }
        AtomicInteger rare = new AtomicInteger();
        var network = new WatchedNetwork(new LinearNetwork(1, 3, 0.1f, 0.2f, 0.3f), input -> {
            for (int row = 0; row < input.dim(0); row++) {
                rare.addAndGet(input.at(row * 4) == 3 ? 1 : 0);
            }
        });
        var training = new SegmentationTraining(
                network,
                new Momentum(network.parameters()),
                SegmentationLoss.BOTH,
                pairs,
                new SegmentationSettings(
                        1,
                        steps,
                        4,
                        new LearningRate(1e-6, 0),
                        Augmentation.NONE,
                        IntensityAugmentation.NONE,
                        PairAugmentation.NONE,
                        balance,
                        false));
        while (!training.isFinished()) {
            training.step();
        }
        return rare.get();
    }
}
