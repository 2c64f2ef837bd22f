package org.asyndgan.segmentation.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.asyndgan.core.dataset.TrainingPair;
import org.asyndgan.core.metric.SegmentationScore;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.segmentation.ReleaseCollector;
import org.asyndgan.core.segmentation.SampleInbox;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.worker.Duty;
import org.asyndgan.worker.WorkerException;

/**
 * Gathers a release, trains on it, scores.
 *
 * <p>Nothing is saved in between: a restarted trainer reads the release again and comes to the same
 * network.
 */
final class SegmenterDuty implements Duty {

    private final SampleInbox inbox;
    private final Function<List<TrainingPair>, SegmentationTraining> trainings;
    private final List<TestSite> test;
    private final Results results;
    private final SegmenterNews news;
    private final ReleaseCollector collector = new ReleaseCollector();
    private int release;
    private int samples;
    private SegmentationTraining training;

    /**
     * @param trainings begins one on these pairs
     * @param test at least one site
     */
    SegmenterDuty(
            SampleInbox inbox,
            Function<List<TrainingPair>, SegmentationTraining> trainings,
            List<TestSite> test,
            Results results,
            SegmenterNews news) {
        this.inbox = inbox;
        this.trainings = trainings;
        this.test = test;
        this.results = results;
        this.news = news;
    }

    @Override
    public void begin() {
        news.started(
                test.size(), test.stream().mapToInt(site -> site.pairs().size()).sum());
    }

    @Override
    public int turn() {
        if (training == null) {
            return gather();
        }
        double loss = training.step();
        if (!Double.isFinite(loss)) {
            throw new WorkerException(
                    "The loss of segmentation training became " + loss + " at step " + training.steps()
                            + ". Start again with a lower asyndgan.segmenter.learning-rate. (ADG-603)",
                    null);
        }
        news.stepped(training.steps(), loss);
        return 1;
    }

    private int gather() {
        List<SyntheticSample> arrived = inbox.poll();
        arrived.forEach(sample -> {
            requireFitting(sample);
            release = Math.max(release, sample.release());
            collector.add(sample);
        });
        if (!arrived.isEmpty()) {
            news.gathered(collector.gathered(), collector.expected());
        }
        collector.whole().ifPresent(pairs -> {
            samples = pairs.size();
            news.training(samples);
            training = trainings.apply(pairs);
        });
        return arrived.size();
    }

    private void requireFitting(SyntheticSample sample) {
        TrainingPair real = test.get(0).pairs().get(0);
        boolean fits =
                java.util.Arrays.equals(sample.image().shape(), real.image().shape())
                        && sample.labels().classes() == real.labels().classes();
        if (!fits) {
            throw new WorkerException(
                    "The released images are " + sample.image() + " with "
                            + sample.labels().classes() + " classes, but the test images are read as " + real.image()
                            + " with " + real.labels().classes()
                            + ". Set asyndgan.segmenter.image-size, channels and label-values as the run has them."
                            + " (ADG-601)",
                    null);
        }
    }

    @Override
    public boolean isDone() {
        return training != null && training.isFinished();
    }

    @Override
    public void finish() {
        Map<String, SegmentationScore> bySite = new TreeMap<>();
        test.forEach(site -> bySite.put(site.name(), training.score(site.pairs())));
        SegmentationScore overall = training.score(
                test.stream().flatMap(site -> site.pairs().stream()).toList());
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("release", release);
        provenance.put("samples", samples);
        provenance.put("steps", training.steps());
        results.keep(provenance, overall, bySite);
        news.scored(overall, bySite);
    }

    @Override
    public void leave() {
        news.stopped();
    }

    /** Where the outcome is kept. */
    @FunctionalInterface
    interface Results {
        void keep(Map<String, Object> provenance, SegmentationScore overall, Map<String, SegmentationScore> bySite);
    }
}
