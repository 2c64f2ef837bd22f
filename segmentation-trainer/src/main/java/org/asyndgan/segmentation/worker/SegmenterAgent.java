package org.asyndgan.segmentation.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.asyndgan.core.segmentation.SegmentationLoop;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.worker.Agent;

/** The segmentation trainer's loop from its recovery to its score on the test pairs. */
final class SegmenterAgent implements Agent {

    private final SegmentationLoop loop;
    private final Function<List<TrainingPair>, SegmentationScore> scoring;
    private final List<HeldOutSite> sites;
    private final Results results;
    private final SegmenterTelemetry telemetry;

    /**
     * @param scoring by the network as it is
     * @param sites at least one
     */
    SegmenterAgent(
            SegmentationLoop loop,
            Function<List<TrainingPair>, SegmentationScore> scoring,
            List<HeldOutSite> sites,
            Results results,
            SegmenterTelemetry telemetry) {
        this.loop = loop;
        this.scoring = scoring;
        this.sites = sites;
        this.results = results;
        this.telemetry = telemetry;
    }

    @Override
    public void begin() {
        loop.recover();
    }

    @Override
    public int turn() {
        return loop.turn();
    }

    @Override
    public boolean isDone() {
        return loop.isFinished();
    }

    @Override
    public void finish() {
        SegmentationLoop.Trained outcome = loop.finish();
        Map<String, SegmentationScore> bySite = new TreeMap<>();
        sites.forEach(site -> bySite.put(site.name(), scoring.apply(site.test())));
        SegmentationScore overall = scoring.apply(
                sites.stream().flatMap(site -> site.test().stream()).toList());
        results.keep(provenance(outcome), overall, bySite);
        telemetry.scored(overall, bySite);
    }

    private static Map<String, Object> provenance(SegmentationLoop.Trained outcome) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("release", outcome.release());
        provenance.put("samples", outcome.samples());
        provenance.put("steps", outcome.steps());
        provenance.put("chosenStep", outcome.chosenStep());
        provenance.put("chosenRelease", outcome.chosenRelease());
        outcome.validationDice().ifPresent(dice -> provenance.put("validationDice", dice));
        return provenance;
    }

    @Override
    public void leave() {
        loop.snapshot();
        telemetry.stopped();
    }

    /** Where the outcome is kept. */
    @FunctionalInterface
    interface Results {
        void keep(Map<String, Object> provenance, SegmentationScore overall, Map<String, SegmentationScore> bySite);
    }
}
