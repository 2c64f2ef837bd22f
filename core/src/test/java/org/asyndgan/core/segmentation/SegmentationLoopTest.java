package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.checkpoint.Format1;
import org.asyndgan.core.checkpoint.SnapshotException;
import org.asyndgan.core.checkpoint.SnapshotFolder;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.augmentation.IntensityAugmentation;
import org.asyndgan.core.segmentation.augmentation.PairAugmentation;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.MemorySnapshots;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of two weights that learns which of its pixels are bright, from releases in a list for a topic. */
class SegmentationLoopTest {

    private static final long STEPS = 24;
    private static final int SAMPLES = 5;
    private static final int SIDE = 4;

    /** A third of the steps is for the two releases before the last: they end at 4 and at 8. */
    private static final LearningPlan PLAN = new LearningPlan(STEPS, 1 / 3.0);

    private final List<SyntheticSample> topic = new ArrayList<>();
    private final MemorySnapshots snapshots = new MemorySnapshots();
    private final Diary diary = new Diary();
    private final LinearNetwork network = network();

    @Test
    void replacesEachReleaseByTheNextAndLeavesTheRestOfTheStepsToTheLast() {
        release(1, true);
        release(2, true);
        release(3, true);

        SegmentationLoop.Trained outcome = untilItIsFinished(loop(network, SAMPLES, List.of()));

        assertThat(diary.releases).containsExactly("1 of 3 until 4", "2 of 3 until 8", "3 of 3 until 24");
        assertThat(diary.steps).isEqualTo(STEPS);
        assertThat(outcome.release()).isEqualTo(3);
        assertThat(outcome.samples()).isEqualTo(SAMPLES);
        assertThat(outcome.chosenStep()).isEqualTo(STEPS);
        assertThat(outcome.validationDice()).isEmpty();
    }

    @Test
    void waitsForTheNextReleaseWithItsStepsTaken() {
        release(1, true);
        SegmentationLoop loop = loop(network, SAMPLES, List.of());
        loop.recover();

        turnUntilIdle(loop);
        assertThat(diary.steps).isEqualTo(4);

        release(2, true);
        turnUntilIdle(loop);
        assertThat(diary.steps).isEqualTo(8);
        assertThat(loop.isFinished()).isFalse();
    }

    @Test
    void comesToTheSameWeightsHoweverFastTheReleasesCome() {
        release(1, true);
        release(2, false);
        release(3, true);
        LinearNetwork slow = network();

        untilItIsFinished(loop(network, 100, List.of()));
        untilItIsFinished(loop(slow, 1, List.of(), new MemorySnapshots(), "same"));

        assertThat(slow.parameters().values()).isEqualTo(network.parameters().values());
    }

    @Test
    void leavesTheStepsOfALostReleaseToTheNext() {
        release(2, true);
        release(3, true);

        untilItIsFinished(loop(network, SAMPLES, List.of()));

        assertThat(diary.releases).containsExactly("2 of 3 until 8", "3 of 3 until 24");
    }

    @Test
    void passesOverAReleaseThatIsPublishedAgain() {
        release(1, true);
        release(1, true);
        release(2, true);
        release(3, true);

        untilItIsFinished(loop(network, SAMPLES, List.of()));

        assertThat(diary.releases).containsExactly("1 of 3 until 4", "2 of 3 until 8", "3 of 3 until 24");
    }

    @Test
    void endsWithTheWeightsThatDidBestOnTheValidationPairsNotWithTheLast() {
        release(1, true);
        release(2, true);
        // The last one has its labels the wrong way round, so that the network gets worse and worse.
        release(3, false);
        List<TrainingPair> validation = List.of(pair(0.1f, true), pair(0.7f, true));

        SegmentationLoop.Trained outcome = untilItIsFinished(loop(network, SAMPLES, validation));

        assertThat(outcome.release()).isEqualTo(3);
        assertThat(outcome.chosenRelease()).isLessThan(3);
        assertThat(outcome.validationDice())
                .hasValueSatisfying(dice -> assertThat(dice).isEqualTo(1, within(1e-9)));
        assertThat(diary.dices.get(diary.dices.size() - 1)).isLessThan(0.5);
        assertThat(brightWins(network)).isTrue();
    }

    @Test
    void looksAtTheValidationPairsNowAndThenAndAtTheEndOfEveryRelease() {
        release(1, true);
        release(2, true);
        release(3, true);

        untilItIsFinished(loop(network, SAMPLES, List.of(pair(0.1f, true))));

        // Every 5 steps, and at 4, 8 and 24.
        assertThat(diary.looks).containsExactly(4L, 5L, 8L, 10L, 15L, 20L, 24L);
    }

    @Test
    void comesToTheSameWeightsAfterAKillAtAnyMoment() {
        release(1, true);
        release(2, true);
        release(3, false);
        List<TrainingPair> validation = List.of(pair(0.1f, true), pair(0.7f, true));
        SegmentationLoop.Trained quiet = untilItIsFinished(loop(network, 2, validation));

        for (int turns = 0; turns < 60; turns++) {
            MemorySnapshots disk = new MemorySnapshots();
            SegmentationLoop killed = loop(network(), 2, validation, disk, "same");
            killed.recover();
            for (int turn = 0; turn < turns && !killed.isFinished(); turn++) {
                killed.turn();
            }
            LinearNetwork after = network();

            SegmentationLoop.Trained outcome = untilItIsFinished(loop(after, 3, validation, disk, "same"));

            assertThat(after.parameters().values())
                    .as("killed after %d turns", turns)
                    .isEqualTo(network.parameters().values());
            assertThat(outcome).as("killed after %d turns", turns).isEqualTo(quiet);
        }
    }

    @Test
    void goesOnFromItsSnapshotRatherThanFromTheStart() {
        release(1, true);
        SegmentationLoop first = loop(network, SAMPLES, List.of());
        first.recover();
        turnUntilIdle(first);
        first.snapshot();

        SegmentationLoop second = loop(network(), SAMPLES, List.of());
        second.recover();

        assertThat(diary.startedAt).containsExactly(0L, 4L);
        turnUntilIdle(second);
        assertThat(diary.steps).as("release 1 is done with").isEqualTo(4);
    }

    @Test
    void goesOnWhereNoSnapshotCanBeWritten() {
        release(1, true);
        release(2, true);
        release(3, true);
        snapshots.fill(true);

        untilItIsFinished(loop(network, SAMPLES, List.of()));

        assertThat(diary.notSnapshotted).isPositive();
        assertThat(diary.steps).isEqualTo(STEPS);
    }

    /** The loss of a step is that before it. */
    @Test
    void keepsNoWeightsThatAreNoNumbers() {
        release(1, true);
        Momentum sound = new Momentum(network.parameters());
        Optimizer spoiling = new Optimizer() {
            @Override
            public void step(double learningRate) {
                sound.step(learningRate);
                if (sound.state().steps() == 3) { // where a snapshot is due
                    network.parameters().assign(new float[] {0, Float.NaN});
                }
            }

            @Override
            public AdamState state() {
                return sound.state();
            }

            @Override
            public void restore(AdamState state) {
                sound.restore(state);
            }
        };
        SegmentationLoop loop = loop(network, spoiling, SAMPLES, List.of(), snapshots, "same");
        loop.recover();

        assertThatThrownBy(() -> turnUntilIdle(loop))
                .isInstanceOf(NotFiniteException.class)
                .hasMessage("Weights of segmentation training are no numbers any more after step 3. Start again with a"
                        + " lower asyndgan.segmenter.learning-rate. (ADG-603)");
        assertThat(diary.steps).isEqualTo(3);
        assertThatThrownBy(loop::snapshot).isInstanceOf(NotFiniteException.class);
        assertThat(snapshots.newest(in -> "a snapshot")).isEmpty();
    }

    /** Later formats are compared by the folder that keeps them. */
    @Test
    void refusesASnapshotOfFormat1OfATrainingWithOtherSettings(@TempDir Path folder) throws IOException {
        Format1.write(folder.resolve("000000000004.snapshot"), out -> out.writeUTF("seed 1"));
        SnapshotStore disk = new SnapshotFolder(folder, 1, warning -> {});

        assertThatThrownBy(() ->
                        loop(network(), SAMPLES, List.of(), disk, "seed 2").recover())
                .isInstanceOf(SnapshotException.class)
                .hasMessage("The state folder holds a segmentation training with other settings, [seed 1] and not"
                        + " [seed 2]. Start it with its settings again, or name another folder with"
                        + " asyndgan.segmenter.state to begin anew. (ADG-604)");
    }

    private SegmentationLoop loop(LinearNetwork learner, int samplesAPoll, List<TrainingPair> validation) {
        return loop(learner, samplesAPoll, validation, snapshots, "same");
    }

    private SegmentationLoop loop(
            LinearNetwork learner,
            int samplesAPoll,
            List<TrainingPair> validation,
            SnapshotStore disk,
            String identity) {
        return loop(learner, new Momentum(learner.parameters()), samplesAPoll, validation, disk, identity);
    }

    private SegmentationLoop loop(
            LinearNetwork learner,
            Optimizer optimizer,
            int samplesAPoll,
            List<TrainingPair> validation,
            SnapshotStore disk,
            String identity) {
        SegmentationSettings settings = new SegmentationSettings(
                3,
                STEPS,
                2,
                new LearningRate(0.5, 0.5, 0.9),
                Augmentation.DIHEDRAL,
                new IntensityAugmentation(0.1, 0.1, 1),
                PairAugmentation.parse("gamma=0.1@0.5,noise=0.1@0.5,contrast=0.1@0.5"),
                /* balance= */ 0.5,
                /* averagesFlips= */ true);
        int[] read = {0};
        return new SegmentationLoop(
                new SegmentationTraining(learner, optimizer, SegmentationLoss.BOTH, settings),
                PLAN,
                new Validation(validation, 5),
                () -> {
                    int from = read[0];
                    read[0] = Math.min(topic.size(), from + samplesAPoll);
                    return List.copyOf(topic.subList(from, read[0]));
                },
                disk,
                3,
                identity,
                diary);
    }

    private static LinearNetwork network() {
        return new LinearNetwork(1, 2, 0.1f, -0.1f);
    }

    /** The second class is the bright one, so its weight must be the larger. */
    private static boolean brightWins(LinearNetwork network) {
        float[] weights = network.parameters().values();
        return weights[1] > weights[0];
    }

    private static SegmentationLoop.Trained untilItIsFinished(SegmentationLoop loop) {
        loop.recover();
        for (int turn = 0; !loop.isFinished(); turn++) {
            assertThat(turn).as("turns").isLessThan(1000);
            loop.turn();
        }
        return loop.finish();
    }

    private static void turnUntilIdle(SegmentationLoop loop) {
        for (int turn = 0; loop.turn() > 0; turn++) {
            assertThat(turn).as("turns").isLessThan(1000);
        }
    }

    private void release(int number, boolean isRight) {
        for (int index = 0; index < SAMPLES; index++) {
            TrainingPair pair = pair(number * 0.1f + index * 0.03f, isRight);
            topic.add(new SyntheticSample(
                    number,
                    3,
                    new GeneratorVersion(1, number * 10L),
                    number + "-" + index,
                    index,
                    SAMPLES,
                    pair.labels(),
                    pair.image()));
        }
    }

    /** Pixels of two brightnesses; the bright ones are class 1 unless the labels are wrong. */
    private static TrainingPair pair(float offset, boolean isRight) {
        float[] image = new float[SIDE * SIDE];
        byte[] labels = new byte[SIDE * SIDE];
        for (int p = 0; p < image.length; p++) {
            boolean isBright = p % SIDE < SIDE / 2;
            image[p] = (isBright ? 1 : -1) * (1 - offset);
            labels[p] = (byte) (isBright == isRight ? 1 : 0);
        }
        return new TrainingPair(FloatTensor.of(image, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, labels));
    }

    private static final class Diary implements SegmentationObserver {

        private final List<String> releases = new ArrayList<>();
        private final List<Long> looks = new ArrayList<>();
        private final List<Double> dices = new ArrayList<>();
        private final List<Long> startedAt = new ArrayList<>();
        private long steps;
        private int notSnapshotted;

        @Override
        public void started(long step) {
            startedAt.add(step);
        }

        @Override
        public void learning(GatheredRelease release, long until) {
            releases.add(release.number() + " of " + release.of() + " until " + until);
        }

        @Override
        public void stepped(long step, double loss) {
            steps++;
        }

        @Override
        public void validated(long step, double dice, boolean isBest) {
            looks.add(step);
            dices.add(dice);
        }

        @Override
        public void notSnapshotted(long step, String why) {
            notSnapshotted++;
        }
    }
}
