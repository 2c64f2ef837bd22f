package org.asyndgan.core.protocol;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something worth seeing on a dashboard; no decision of a run depends on it.
 *
 * @param source {@code generator}, {@code segmenter} or {@code site/NAME}
 * @param at wall clock of the source
 * @param type such as {@code stepped}; the telemetry class of each worker lists its own
 * @param step of the generator that it belongs to
 * @param values numbers by name, such as {@code adversarialLoss.mercy}
 * @param texts words by name
 */
public record RunEvent(
        String source, Instant at, String type, long step, Map<String, Double> values, Map<String, String> texts) {

    public RunEvent {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        texts = Collections.unmodifiableMap(new TreeMap<>(texts));
    }

    /** By what name a site tells its events. */
    public static String sourceOf(SiteId site) {
        return "site/" + site;
    }
}
