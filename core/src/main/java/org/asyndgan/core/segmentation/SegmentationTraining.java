package org.asyndgan.core.segmentation;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.segmentation.prediction.AveragedPrediction;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.imaging.metric.SegmentationScorer;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Supervised training of one segmentation network on a set of pairs, which may be replaced between two steps.
 *
 * <p>Deterministic: pairs in the same order, settings and initial weights give the same bits. Without balance, pairs are
 * shown in rounds, each in a new order; which of them a step sees depends on its number and on their number. With balance,
 * part of a step's places goes to pairs drawn by class, and a round leaves out the pairs that were due there. Not
 * thread-safe.
 */
public final class SegmentationTraining {

    private final Network network;
    private final Optimizer optimizer;
    private final SegmentationLoss loss;
    private final SegmentationSettings settings;
    private final Seed seed;
    private final AveragedPrediction prediction;
    private List<TrainingPair> pairs = List.of();
    private List<List<Integer>> byClass = List.of();
    private long step;

    /** @param pairs to learn from, at least one; image [C, H, W] in [-1, 1] */
    public SegmentationTraining(
            Network network,
            Optimizer optimizer,
            SegmentationLoss loss,
            List<TrainingPair> pairs,
            SegmentationSettings settings) {
        this(network, optimizer, loss, settings);
        learnFrom(pairs);
    }

    /** A training whose pairs are yet to come: {@link #learnFrom} goes before the first step. */
    public SegmentationTraining(
            Network network, Optimizer optimizer, SegmentationLoss loss, SegmentationSettings settings) {
        this.network = network;
        this.optimizer = optimizer;
        this.loss = loss;
        this.settings = settings;
        this.seed = new Seed(settings.seed()).at("segmentation");
        this.prediction = new AveragedPrediction(network, settings.averaged().flips());
    }

    /** From the next step on it learns from these pairs and no others; at least one. */
    void learnFrom(List<TrainingPair> others) {
        if (others.isEmpty()) {
            throw new IllegalArgumentException("There is no pair to learn segmentation from");
        }
        pairs = List.copyOf(others);
        if (settings.balance() > 0) {
            byClass = byClass(pairs);
        }
    }

    /** Indices of the pairs that each class above 0 is in, without classes that are in none; all pairs if that leaves nothing. */
    private static List<List<Integer>> byClass(List<TrainingPair> pairs) {
        List<List<Integer>> holders = new ArrayList<>();
        for (int k = 0; k < pairs.get(0).labels().classes(); k++) {
            holders.add(new ArrayList<>());
        }
        for (int i = 0; i < pairs.size(); i++) {
            int[] pixels = pairs.get(i).labels().histogram();
            for (int k = 1; k < pixels.length; k++) {
                if (pixels[k] > 0) {
                    holders.get(k).add(i);
                }
            }
        }
        holders.removeIf(List::isEmpty);
        return holders.isEmpty()
                ? List.of(IntStream.range(0, pairs.size()).boxed().toList())
                : List.copyOf(holders);
    }

    /** Takes one optimiser step and returns the loss of its batch before the step. */
    public double step() {
        List<FloatTensor> images = new ArrayList<>(settings.batchSize());
        List<LabelMap> labels = new ArrayList<>(settings.batchSize());
        long inOrder = settings.batchSize() - Math.round(settings.balance() * settings.batchSize());
        for (int i = 0; i < settings.batchSize(); i++) {
            long use = step * settings.batchSize() + i;
            TrainingPair pair = pairs.get(i < inOrder ? indexOf(use) : withAClass(use));
            SplittableRandom random = seed.at("augment").at(use).random();
            Dihedral symmetry = settings.augmentation().draw(random);
            TrainingPair shown = settings.changes()
                    .of(new TrainingPair(symmetry.of(pair.image()), symmetry.of(pair.labels())), random);
            FloatTensor image = settings.intensities().of(shown.image(), random);
            images.add(image.reshape(1, image.dim(0), image.dim(1), image.dim(2)));
            labels.add(shown.labels());
        }
        FloatTensor logits = network.forward(FloatTensor.concatRows(images));
        SegmentationLoss.Result result = loss.evaluate(logits, indices(labels));
        network.parameters().zeroGradients();
        network.accumulateGradients(result.gradient());
        optimizer.step(settings.learningRate().at(step, settings.steps()));
        step++;
        return result.value();
    }

    /**
     * Takes all steps, and gives the network the weights that did best on the validation pairs; the last where there are none.
     *
     * @param progress told the steps taken, after each
     */
    public void finish(Validation validation, LongConsumer progress) {
        double bestDice = Double.NEGATIVE_INFINITY;
        Optional<float[]> best = Optional.empty();
        while (!isFinished()) {
            step();
            if (validation.isDue(step, isFinished())) {
                double dice = score(validation.pairs()).dice();
                if (dice > bestDice) {
                    bestDice = dice;
                    best = Optional.of(weights());
                }
            }
            progress.accept(step);
        }
        best.ifPresent(this::assign);
    }

    /** The index of the pair shown at a use: rounds of all pairs, each in an order of its own. */
    private int indexOf(long use) {
        int size = pairs.size();
        int[] order = seed.at("order").at(use / size).permutation(size);
        return order[(int) (use % size)];
    }

    /** The index of a pair that a class is in, first the class drawn, then the pair. */
    private int withAClass(long use) {
        SplittableRandom random = seed.at("class").at(use).random();
        List<Integer> holders = byClass.get(random.nextInt(byClass.size()));
        return holders.get(random.nextInt(holders.size()));
    }

    private static int[] indices(List<LabelMap> labels) {
        int plane = labels.get(0).size();
        int[] all = new int[labels.size() * plane];
        for (int at = 0; at < all.length; at++) {
            all[at] = labels.get(at / plane).at(at % plane);
        }
        return all;
    }

    /** Optimiser steps taken so far. */
    public long steps() {
        return step;
    }

    /** Says whether all steps of the settings have been taken. */
    public boolean isFinished() {
        return step >= settings.steps();
    }

    /** A copy of the network's weights. */
    float[] weights() {
        return network.parameters().values();
    }

    /** Says whether all weights are numbers that can go on. */
    boolean isFinite() {
        for (float weight : weights()) {
            if (!Float.isFinite(weight)) {
                return false;
            }
        }
        return true;
    }

    void assign(float[] weights) {
        network.parameters().assign(weights);
    }

    /** Writes all that the next step depends on beside pairs and settings. */
    void write(SnapshotOutput out) throws IOException {
        out.section("steps", part -> part.writeLong(step));
        out.section("weights", part -> FloatsIo.write(part, network.parameters().values()));
        out.section("optimizer", part -> FloatsIo.write(part, optimizer.state()));
    }

    void restore(SnapshotInput in) throws IOException {
        long stepsThen = in.section("steps", DataInputStream::readLong);
        float[] weights = in.section("weights", FloatsIo::read);
        AdamState moments = in.section("optimizer", FloatsIo::readAdam);
        step = stepsThen;
        network.parameters().assign(weights);
        optimizer.restore(moments);
    }

    /** The most likely class of every pixel, image by image. */
    public List<LabelMap> predict(List<FloatTensor> images) {
        List<LabelMap> predictions = new ArrayList<>(images.size());
        for (int from = 0; from < images.size(); from += settings.batchSize()) {
            List<FloatTensor> rows = images.subList(from, Math.min(images.size(), from + settings.batchSize())).stream()
                    .map(image -> image.reshape(1, image.dim(0), image.dim(1), image.dim(2)))
                    .toList();
            FloatTensor logits = prediction.of(FloatTensor.concatRows(rows));
            for (int i = 0; i < rows.size(); i++) {
                predictions.add(LabelMap.mostLikely(
                        logits.rows(i, i + 1).reshape(logits.dim(1), logits.dim(2), logits.dim(3))));
            }
        }
        return predictions;
    }

    /** How well the network segments these pairs, all classes above 0 being the foreground. */
    public SegmentationScore score(List<TrainingPair> test) {
        List<LabelMap> predictions =
                predict(test.stream().map(TrainingPair::image).toList());
        SegmentationScorer scorer =
                SegmentationScorer.ofAllClasses(test.get(0).labels().classes());
        for (int i = 0; i < test.size(); i++) {
            scorer.add(test.get(i).labels(), predictions.get(i));
        }
        return scorer.score();
    }
}
