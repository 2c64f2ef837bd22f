package org.asyndgan.live.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asyndgan.core.protocol.RunEvent;

/**
 * The numbers of an event that tools show as curves.
 *
 * @param step of the generator, or of the segmentation trainer for its values
 * @param byTag values by their names with a slash for the first dot, such as {@code adversarialLoss/mercy}; scores and the
 *     segmentation trainer's begin with {@code segmentation/}
 */
record Numbers(long step, Map<String, Double> byTag) {

    private static final Set<String> SHOWN = Set.of("stepped", "trained", "validated", "scored");

    /** @return nothing where the event is of a kind that has no curve, or a site's, which has none */
    static Optional<Numbers> of(RunEvent event) {
        if (!SHOWN.contains(event.type()) || event.source().startsWith("site/")) {
            return Optional.empty();
        }
        boolean isOfTraining = event.type().equals("stepped");
        Map<String, Double> byTag = new LinkedHashMap<>();
        event.values().forEach((name, value) -> {
            String tag = name.replaceFirst("\\.", "/");
            byTag.put(isOfTraining ? tag : "segmentation/" + tag, value);
        });
        long step = isOfTraining
                ? event.step()
                : event.values().getOrDefault("segmentationStep", 0.0).longValue();
        return Optional.of(new Numbers(step, byTag));
    }
}
