package org.asyndgan.experiment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.experiment.result.ArmResult;
import org.asyndgan.experiment.result.Grid;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.imaging.metric.SegmentationScorer;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;

/** Trains an arm's U-Net and scores it on everybody's held-out pairs. */
final class ArmTraining {

    private final ExperimentSettings settings;
    private final Cohort cohort;
    private final Target target;
    private final InstantSource clock;

    ArmTraining(ExperimentSettings settings, Cohort cohort, Target target, InstantSource clock) {
        this.settings = settings;
        this.cohort = cohort;
        this.target = target;
        this.clock = clock;
    }

    /** Is told each step with its loss. */
    @FunctionalInterface
    interface Progress {
        void stepped(long done, double loss);
    }

    /** @param pairs that it is trained on */
    ArmResult learn(Arm arm, long seed, List<TrainingPair> pairs, Progress progress) {
        Instant start = clock.instant();
        LearnerSettings learner = settings.learner();
        Seed seeds = new Seed(seed).at("learner");
        try (UNet network = new UNet(
                learner.network(cohort.images().channels(), cohort.classes().classes()),
                seeds.at("weights").value())) {
            var training = new SegmentationTraining(
                    network,
                    new Adam(network.parameters(), AdamSettings.SUPERVISED),
                    learner.loss(),
                    pairs,
                    learner.training(seeds.at("order").value()));
            Curve losses = new Curve(learner.steps());
            while (!training.isFinished()) {
                double loss = training.step();
                losses.add(training.steps() - 1, loss);
                progress.stepped(training.steps(), loss);
            }
            return scored(arm, seed, pairs.size(), training, losses, start);
        }
    }

    private ArmResult scored(
            Arm arm, long seed, int pairs, SegmentationTraining training, Curve losses, Instant start) {
        SegmentationScorer all = SegmentationScorer.of(target.classes()).ignoringObjectsUnder(settings.leastObject());
        Map<String, Double> bySite = new TreeMap<>();
        for (Map.Entry<String, List<TrainingPair>> site : cohort.test().entrySet()) {
            SegmentationScorer own = SegmentationScorer.of(target.classes());
            List<LabelMap> predictions = predictions(training, site.getValue());
            for (int i = 0; i < predictions.size(); i++) {
                LabelMap truth = site.getValue().get(i).labels();
                own.add(truth, predictions.get(i));
                all.add(truth, predictions.get(i));
            }
            bySite.put(site.getKey(), own.score().dice());
        }
        SegmentationScore score = all.score();
        return new ArmResult(
                arm.name(),
                seed,
                pairs,
                realPairs(arm),
                score.dice(),
                score.pooled().dice(),
                score.sensitivity(),
                score.specificity(),
                score.hd95(),
                score.objects().objectDice(),
                score.objects().aggregatedJaccard(),
                bySite,
                losses.means(),
                predictions(training, target.examples(cohort)).stream()
                        .map(Grid::of)
                        .toList(),
                Duration.between(start, clock.instant()).toMillis() / 1000.0);
    }

    private static List<LabelMap> predictions(SegmentationTraining training, List<TrainingPair> pairs) {
        return training.predict(pairs.stream().map(TrainingPair::image).toList());
    }

    private int realPairs(Arm arm) {
        if (arm.synthetic().isPresent() && arm.site().isEmpty()) {
            return 0;
        }
        return arm.site().map(cohort::realPairs).orElseGet(cohort::realPairs);
    }
}
