package org.asyndgan.core.convergence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.MaskContrast;
import org.asyndgan.imaging.metric.RandomFeatures;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Turns previews into {@link Look}s, one a step, and keeps the newest {@value Look#MOST}.
 *
 * <p>Previews of a step that is past are left out: a generator that went back draws them again. Not thread-safe.
 */
public final class Looks {

    private final ArrayDeque<Look> closed = new ArrayDeque<>();
    private final TreeMap<Integer, double[]> features = new TreeMap<>();
    private Optional<Extractor> extractor = Optional.empty();
    private Open open = new Open(-1);
    private int probes;

    /** Takes a preview in. @return the look of the step before, once a preview of a later one arrives */
    public Optional<Look> add(Preview preview) {
        return add(preview.drawnBy().step(), preview.probe(), preview.site().slug(), preview.image(), preview.labels());
    }

    /**
     * Takes a preview in.
     *
     * @param image in [-1, 1], shape [C, H, W]
     * @return the look of the step before, once a preview of a later one arrives
     */
    public Optional<Look> add(long step, int probe, String site, FloatTensor image, LabelMap labels) {
        if (step < open.step) {
            return Optional.empty();
        }
        Optional<Look> before = Optional.empty();
        if (step > open.step) {
            before = open.look();
            before.ifPresent(this::keep);
            open = new Open(step);
        }
        Extractor today = extractorOf(image.dim(0), labels.classes());
        double[] now = today.features.of(image, labels);
        double[] then = features.put(probe, now);
        open.see(site, then == null ? OptionalDouble.empty() : change(then, now), MaskContrast.of(image, labels));
        probes = Math.max(probes, open.seen);
        return before;
    }

    private void keep(Look look) {
        closed.addLast(look);
        if (closed.size() > Look.MOST) {
            closed.removeFirst();
        }
    }

    private Extractor extractorOf(int channels, int classes) {
        if (extractor
                .filter(known -> known.channels == channels && known.classes == classes)
                .isEmpty()) {
            extractor = Optional.of(new Extractor(channels, classes, new RandomFeatures(channels, classes)));
            features.clear();
        }
        return extractor.orElseThrow();
    }

    private static OptionalDouble change(double[] then, double[] now) {
        double[] difference = new double[now.length];
        Arrays.setAll(difference, i -> now[i] - then[i]);
        return norm(then) == 0 ? OptionalDouble.empty() : OptionalDouble.of(norm(difference) / norm(then));
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** The newest looks, the oldest first; that of the newest step once all its previews are there. */
    public List<Look> newest() {
        List<Look> all = new ArrayList<>(closed);
        if (open.seen == probes) {
            open.look().ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private record Extractor(int channels, int classes, RandomFeatures features) {}

    /** The previews of the newest step, as far as they have arrived. */
    private static final class Open {

        private final long step;
        private final Mean change = new Mean();
        private final Map<String, Mean> contrast = new TreeMap<>();
        private int seen;

        Open(long step) {
            this.step = step;
        }

        void see(String site, OptionalDouble changed, OptionalDouble seenContrast) {
            seen++;
            changed.ifPresent(change::add);
            seenContrast.ifPresent(value ->
                    contrast.computeIfAbsent(site, unused -> new Mean()).add(value));
        }

        Optional<Look> look() {
            if (seen == 0) {
                return Optional.empty();
            }
            Map<String, Double> means = new TreeMap<>();
            contrast.forEach((site, mean) -> means.put(site, mean.value().orElseThrow()));
            return Optional.of(new Look(step, change.value(), means));
        }
    }

    private static final class Mean {

        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        OptionalDouble value() {
            return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
        }
    }
}
