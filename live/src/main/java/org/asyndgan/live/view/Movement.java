package org.asyndgan.live.view;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.metric.RandomFeatures;

/**
 * How much the probe images still change, by fixed random features.
 *
 * <p>Between two previews: ‖f(t) - f(t')‖ / ‖f(t')‖, averaged over the probes, f being the {@link RandomFeatures} of
 * the same mask and the same noise. Small numbers say that the images stay as they are, which is the end of learning or
 * a learning rate near 0; they do not say that the images are good. Not thread-safe.
 */
final class Movement {

    /** Changes below this, {@value #WINDOW} previews in a row, count as standing still. */
    static final double STILL = 0.02;

    private static final int WINDOW = 4;

    private final TreeMap<Integer, double[]> before = new TreeMap<>();
    private final TreeMap<Integer, Double> changes = new TreeMap<>();
    private final double[] newest = new double[WINDOW];
    private Optional<RandomFeatures> features = Optional.empty();
    private int shape;
    private long step = -1;
    private int seen;

    /** @return the mean change of the step before, once a preview of a later step arrives */
    OptionalDouble add(ProbeImage preview) {
        OptionalDouble closed = OptionalDouble.empty();
        if (preview.step() < step) {
            return closed;
        }
        if (preview.step() > step) {
            closed = close();
            step = preview.step();
        }
        int key = preview.channels() * LARGEST_CLASS_COUNT + preview.labels().classes();
        if (features.isEmpty() || key != shape) {
            features = Optional.of(
                    new RandomFeatures(preview.channels(), preview.labels().classes()));
            shape = key;
            before.clear();
        }
        double[] now = features.orElseThrow()
                .of(
                        EightBit.decode(
                                preview.pixels(),
                                preview.channels(),
                                preview.labels().height(),
                                preview.labels().width()),
                        preview.labels());
        double[] then = before.put(preview.probe(), now);
        if (then != null && norm(then) > 0) {
            double[] difference = new double[now.length];
            Arrays.setAll(difference, i -> now[i] - then[i]);
            changes.put(preview.probe(), norm(difference) / norm(then));
        }
        return closed;
    }

    private static final int LARGEST_CLASS_COUNT = 1024;

    private OptionalDouble close() {
        OptionalDouble mean =
                changes.values().stream().mapToDouble(Double::doubleValue).average();
        changes.clear();
        mean.ifPresent(change -> newest[seen++ % WINDOW] = change);
        return mean;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** Whether the images stand still; nothing before there are {@value #WINDOW} changes. */
    Optional<Boolean> isStill() {
        return seen < WINDOW
                ? Optional.empty()
                : Optional.of(Arrays.stream(newest).allMatch(change -> change < STILL));
    }
}
