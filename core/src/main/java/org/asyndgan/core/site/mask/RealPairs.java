package org.asyndgan.core.site.mask;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.imaging.dataset.TrainingPair;

/** Which real pairs make the real half of a step of D. */
@FunctionalInterface
public interface RealPairs {

    /**
     * Chooses the pairs of one step; the same arguments give the same pairs.
     *
     * @param uses masks that the batch names, in its order
     * @param step number of D's step, from 0
     * @return as many pairs as the batch has masks, each in the orientation of the mask at its place
     */
    List<TrainingPair> of(List<MaskUse> uses, long step);

    /**
     * The pairs of the very masks that the batch names, as the reference code has it. Whoever draws the batches chooses then
     * what D learns from, down to one patient.
     */
    static RealPairs namedByGenerator(SharedMasks masks) {
        return (uses, step) -> uses.stream().map(masks::pair).toList();
    }

    /**
     * Pairs drawn by the site: of all its masks, each as likely as another, none twice in a step unless the batch is larger
     * than their number. Of the batch only the orientations are taken, so that these do not tell real from synthetic.
     *
     * @param coins of a step, which nobody outside the site can foresee; the same each time the step is asked for
     */
    static RealPairs own(SharedMasks masks, LongFunction<RandomGenerator> coins) {
        List<String> ids = masks.ids();
        return (uses, step) -> {
            RandomGenerator random = coins.apply(step);
            List<TrainingPair> pairs = new ArrayList<>(uses.size());
            Set<Integer> drawn = new HashSet<>();
            for (MaskUse use : uses) {
                int index = random.nextInt(ids.size());
                while (drawn.size() < ids.size() && !drawn.add(index)) {
                    index = random.nextInt(ids.size());
                }
                pairs.add(masks.pair(new MaskUse(ids.get(index), use.flip())));
            }
            return pairs;
        };
    }
}
