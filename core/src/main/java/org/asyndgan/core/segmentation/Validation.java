package org.asyndgan.core.segmentation;

import java.util.List;
import org.asyndgan.imaging.dataset.TrainingPair;

/**
 * Real pairs, neither trained on nor tested on, that say which weights to keep.
 *
 * @param pairs none keeps the last weights
 * @param every steps between two looks at them; the end of every release is one more
 */
public record Validation(List<TrainingPair> pairs, long every) {

    public Validation {
        pairs = List.copyOf(pairs);
        if (every < 1) {
            throw new IllegalArgumentException("validate-every " + every + " must be at least 1");
        }
    }

    /** @param isEnd says whether the step was a release's last */
    boolean isDue(long step, boolean isEnd) {
        return !pairs.isEmpty() && (isEnd || step % every == 0);
    }
}
