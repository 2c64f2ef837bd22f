package org.asyndgan.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.live.view.Position;
import org.asyndgan.live.view.ProbeImage;
import org.asyndgan.live.view.RunView;

/** Fills a view as a run would that has gone some way: made-up numbers, the same every time. */
final class FilledRun {

    private static final int SIZE = 64;

    private final RunView view;
    private final List<String> sites;
    private final Instant start;
    private long journal;
    private long events;

    FilledRun(RunView view, List<String> sites, Instant start) {
        this.view = view;
        this.sites = sites;
        this.start = start;
    }

    private Instant at(long step) {
        return start.plusMillis(100 * step);
    }

    void begin(long steps) {
        event("generator", 0, "started", Map.of("steps", (double) steps, "batchSize", 4.0), Map.of("version", "0.1.0"));
        sites.forEach(site -> view.event(
                new Position("nuclei.events." + site, 0),
                new RunEvent("site/" + site, start, "started", 0, Map.of(), Map.of("loss", "CROSS_ENTROPY"))));
        List<FoldRecord.MemberChange> joined = sites.stream()
                .map(site -> new FoldRecord.MemberChange(new SiteId(site), FoldRecord.Status.JOINED, 40))
                .toList();
        record(0, List.of(), joined, 0);
        joined.forEach(change -> event(
                "generator",
                0,
                "member",
                Map.of("images", 40.0),
                Map.of("site", change.site().slug(), "status", "joined")));
    }

    /** One step: every site but the silent one answers. */
    void step(long step, String silent) {
        List<FoldRecord.Fold> folds = new ArrayList<>();
        Map<String, Double> values = new TreeMap<>();
        values.put("stepsPerSecond", 10.0);
        for (int i = 0; i < sites.size(); i++) {
            String site = sites.get(i);
            if (!site.equals(silent)) {
                folds.add(new FoldRecord.Fold(
                        new BatchId(new SiteId(site), step - 1), step - 1, i % 3, 1.0 / sites.size(), step, 1));
                double wave = Math.sin(step / 40.0 + i) / 4;
                values.put("adversarialLoss." + site, 0.9 + wave + 0.2 * Math.sin(step * 7.7 + i));
                values.put("gradientNorm." + site, 0.02 + 0.01 * i);
            }
        }
        view.event(
                new Position("nuclei.events", events++),
                new RunEvent("generator", at(step), "stepped", step, values, Map.of()));
        record(step, folds, List.of(), step);
    }

    private void record(long step, List<FoldRecord.Fold> folds, List<FoldRecord.MemberChange> joined, long next) {
        view.record(
                new Position("nuclei.journal", journal++),
                new FoldRecord(
                        new GeneratorVersion(1, step),
                        folds,
                        List.of(),
                        joined,
                        sites.stream()
                                .map(site -> new BatchId(new SiteId(site), next))
                                .toList(),
                        Map.of(),
                        0.001,
                        0,
                        false),
                at(step));
    }

    /** Probe images that become less noisy with the steps. */
    void previews(long step, int probes, long steps) {
        for (int probe = 0; probe < probes; probe++) {
            byte[] labels = new byte[SIZE * SIZE];
            byte[] pixels = new byte[SIZE * SIZE];
            for (int p = 0; p < labels.length; p++) {
                double x = p % SIZE - 20.0 - 4 * probe;
                int row = p / SIZE;
                double y = row - 32.0 + 3 * probe;
                boolean isInside = x * x + y * y < 150;
                labels[p] = (byte) (isInside ? 1 : 0);
                double noise = new java.util.SplittableRandom(p * 1000L + step).nextInt(255);
                double share = 1.0 - 0.9 * step / steps;
                pixels[p] = (byte) (share * noise + (1 - share) * (isInside ? 220 : 40));
            }
            view.preview(
                    new Position("nuclei.previews", step * 64 + probe),
                    new ProbeImage(
                            step,
                            probe,
                            sites.get(probe % sites.size()),
                            LabelMap.of(SIZE, SIZE, 2, labels),
                            1,
                            pixels),
                    at(step));
        }
    }

    void event(String source, long step, String type, Map<String, Double> values, Map<String, String> texts) {
        view.event(new Position("nuclei.events", events++), new RunEvent(source, at(step), type, step, values, texts));
    }

    void scored() {
        Map<String, Double> scores = new TreeMap<>();
        for (String suffix : List.of("", "." + sites.get(0), "." + sites.get(1))) {
            scores.put("dice" + suffix, 0.872);
            scores.put("sensitivity" + suffix, 0.923);
            scores.put("specificity" + suffix, 0.969);
            scores.put("hd95" + suffix, 1.2);
        }
        event("segmenter", 0, "scored", scores, Map.of());
    }

    void segmentation(long steps) {
        for (long step = 1; step <= steps; step++) {
            event("segmenter", 0, "trained", Map.of("segmentationStep", (double) step, "loss", 1.0 / step), Map.of());
        }
    }
}
