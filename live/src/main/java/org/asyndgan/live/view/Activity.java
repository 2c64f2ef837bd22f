package org.asyndgan.live.view;

import java.util.Map;

/**
 * One entry of the activity feed.
 *
 * @param number of the entry since this view began, from 0; entries of one view are in this order
 * @param id where its record lies, such as {@code nuclei.events@41}
 * @param at by the clock of its source, milliseconds since 1970
 * @param source {@code generator}, {@code segmenter} or {@code site/NAME}
 * @param type such as {@code released}
 * @param step of the generator
 * @param values finite numbers by name
 * @param texts words by name
 */
public record Activity(
        long number,
        String id,
        long at,
        String source,
        String type,
        long step,
        Map<String, Double> values,
        Map<String, String> texts) {}
