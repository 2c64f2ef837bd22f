package org.asyndgan.core.convergence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.imaging.metric.MaskContrast;

/**
 * What the previews of one step say.
 *
 * @param step of the generator that drew them
 * @param change since the previews before, a share of 1: ‖f(t) - f(t')‖ / ‖f(t')‖, mean over the probes, f being the {@link
 *     org.asyndgan.imaging.metric.RandomFeatures} of the same mask drawn with the same noise; nothing at the first ones
 * @param contrast by site: how clearly its probes' masks can be seen, mean of the {@link
 *     org.asyndgan.imaging.metric.MaskContrast}
 */
public record Look(long step, OptionalDouble change, Map<String, Double> contrast) {

    /** Looks that are kept of a run. */
    static final int MOST = 512;

    public Look {
        contrast = Collections.unmodifiableMap(new TreeMap<>(contrast));
    }

    /** What all previews of one step show by themselves, without those before. */
    public static Look of(long step, List<Preview> previews) {
        Map<String, List<Double>> contrast = new TreeMap<>();
        for (Preview preview : previews) {
            MaskContrast.of(preview.image(), preview.labels())
                    .ifPresent(seen -> contrast.computeIfAbsent(preview.site().slug(), first -> new ArrayList<>())
                            .add(seen));
        }
        Map<String, Double> means = new TreeMap<>();
        contrast.forEach((site, seen) -> means.put(
                site, seen.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return new Look(step, OptionalDouble.empty(), means);
    }

    /** The looks with one more at the end, the oldest given up where there are too many. */
    public static List<Look> appended(List<Look> looks, Look newest) {
        List<Look> all = new ArrayList<>(looks.subList(looks.size() < MOST ? 0 : 1, looks.size()));
        all.add(newest);
        return List.copyOf(all);
    }
}
