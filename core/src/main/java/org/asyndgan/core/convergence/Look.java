package org.asyndgan.core.convergence;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

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

    public Look {
        contrast = Collections.unmodifiableMap(new TreeMap<>(contrast));
    }
}
