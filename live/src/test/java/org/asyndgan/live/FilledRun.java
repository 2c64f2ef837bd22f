package org.asyndgan.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
import org.asyndgan.live.view.SentBatch;
import org.asyndgan.live.view.SentImage;

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

    /** The generator gives up waiting for a site, in journal and events. */
    void silent(String site, long step) {
        record(
                step,
                List.of(),
                List.of(new FoldRecord.MemberChange(new SiteId(site), FoldRecord.Status.SILENT, 40)),
                step);
        event("generator", step, "member", Map.of("images", 40.0), Map.of("site", site, "status", "silent"));
    }

    /** Probe images that become less noisy with the steps. */
    void previews(long step, int probes, long steps) {
        for (int probe = 0; probe < probes; probe++) {
            byte[] labels = labels(20 + 4 * probe, 32 - 3 * probe);
            view.preview(
                    new Position("nuclei.previews", step * 64 + probe),
                    new ProbeImage(
                            step,
                            probe,
                            sites.get(probe % sites.size()),
                            LabelMap.of(SIZE, SIZE, 2, labels),
                            1,
                            pixels(labels, step, (double) step / steps)),
                    at(step));
        }
    }

    /** A sampled batch of four images, of which so many masks could be found. */
    void sent(String site, long sequence, long step, int masks) {
        List<SentImage> images = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            byte[] labels = labels(14 + 9 * row, 20 + 6 * row);
            images.add(new SentImage(
                    row < masks ? Optional.of(LabelMap.of(SIZE, SIZE, 2, labels)) : Optional.empty(),
                    1,
                    SIZE,
                    SIZE,
                    pixels(labels, 100 * step + row, step / 1000.0)));
        }
        view.sent(new SentBatch(site, sequence, 1, step, at(step).toEpochMilli(), 8, images));
    }

    /** A disc and two dots. */
    private static byte[] labels(int x, int y) {
        byte[] labels = new byte[SIZE * SIZE];
        for (int p = 0; p < labels.length; p++) {
            boolean isInside =
                    isWithin(p, x, y, 150) || isWithin(p, x + 18, y + 12, 40) || isWithin(p, x + 4, y - 18, 20);
            labels[p] = (byte) (isInside ? 1 : 0);
        }
        return labels;
    }

    private static boolean isWithin(int p, int x, int y, int square) {
        int row = p / SIZE;
        int dx = p % SIZE - x;
        int dy = row - y;
        return dx * dx + dy * dy < square;
    }

    /** @param share of the picture that is no noise */
    private static byte[] pixels(byte[] labels, long seed, double share) {
        byte[] pixels = new byte[labels.length];
        SplittableRandom random = new SplittableRandom(seed);
        double clear = 0.1 + 0.9 * share;
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] = (byte) ((1 - clear) * 32 * random.nextInt(8) + clear * (labels[p] == 1 ? 220 : 40));
        }
        return pixels;
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
            view.event(
                    new Position("nuclei.events", events++),
                    new RunEvent(
                            "segmenter",
                            at(step),
                            "trained",
                            0,
                            Map.of("segmentationStep", (double) step, "loss", 1.0 / step),
                            Map.of()));
        }
    }
}
