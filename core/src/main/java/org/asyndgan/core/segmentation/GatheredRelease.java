package org.asyndgan.core.segmentation;

import java.util.List;
import org.asyndgan.imaging.dataset.TrainingPair;

/**
 * A release all of whose samples are here.
 *
 * @param number from 1
 * @param of how many releases the run makes
 * @param step of the generator that drew it
 * @param pairs in the order of their indices, at least one
 */
public record GatheredRelease(int number, int of, long step, List<TrainingPair> pairs) {

    public GatheredRelease {
        pairs = List.copyOf(pairs);
    }

    /** Says whether the run makes no further one. */
    public boolean isLast() {
        return number == of;
    }
}
