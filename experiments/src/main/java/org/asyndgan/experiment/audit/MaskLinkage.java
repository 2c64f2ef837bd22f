package org.asyndgan.experiment.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;

/**
 * What the shared masks tell somebody who has masks of patients: whose a shared mask is, and whether a patient took part.
 *
 * <p>Masks are compared by the share of what is not ground that agrees: 2 |A = B, not ground| / (|A not ground| + |B not ground|).
 */
final class MaskLinkage {

    private final List<LabelMap> drawn;
    private final List<LabelMap> shared;
    private final List<LabelMap> heldOut;
    private final List<String> patients;

    private MaskLinkage(List<LabelMap> drawn, List<LabelMap> shared, List<LabelMap> heldOut, List<String> patients) {
        this.drawn = drawn;
        this.shared = shared;
        this.heldOut = heldOut;
        this.patients = patients;
    }

    /** Of the first mask of each training pair. */
    static MaskLinkage of(AuditedSite site) {
        List<LabelMap> drawn = site.members().stream().map(TrainingPair::labels).toList();
        List<LabelMap> shared = site.masks().idsOfPairs().stream()
                .limit(drawn.size())
                .map(views -> site.masks().labels(new MaskUse(views.get(0), 0)))
                .toList();
        return new MaskLinkage(
                drawn, shared, site.others().stream().map(TrainingPair::labels).toList(), site.patients());
    }

    /** The attacker has masks of those who took part and of others, and looks how near any shared mask comes. */
    Attack membership() {
        return Attack.of("masks", nearest(drawn), nearest(heldOut));
    }

    private double[] nearest(List<LabelMap> candidates) {
        return candidates.stream()
                .mapToDouble(candidate -> shared.stream()
                        .mapToDouble(mask -> agreement(candidate, mask))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /** The attacker has all masks as they were drawn, and says which of them a shared mask was made of. */
    Hits ofTheCase() {
        long right = IntStream.range(0, shared.size())
                .filter(i -> mostAlike(i, other -> true) == i)
                .count();
        return new Hits("masks: which case", right, shared.size(), 1.0 / shared.size());
    }

    /** The attacker has other slices of each patient, and says whose a shared mask is. */
    Optional<Hits> ofThePatient() {
        if (patients.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Integer> slices = new HashMap<>();
        IntStream.range(0, shared.size()).forEach(i -> slices.merge(patients.get(i), 1, Integer::sum));
        int[] asked = IntStream.range(0, shared.size())
                .filter(i -> slices.get(patients.get(i)) > 1)
                .toArray();
        if (asked.length == 0) {
            return Optional.empty();
        }
        long right = IntStream.of(asked)
                .filter(i -> patients.get(mostAlike(i, other -> other != i)).equals(patients.get(i)))
                .count();
        double chance = IntStream.of(asked)
                .mapToDouble(i -> (slices.get(patients.get(i)) - 1.0) / (shared.size() - 1))
                .average()
                .orElseThrow();
        return Optional.of(new Hits("masks: which patient", right, asked.length, chance));
    }

    /** The drawn mask most like a shared one; of equal ones the first. */
    private int mostAlike(int number, IntPredicate isAsked) {
        int best = -1;
        double most = -1;
        for (int i = 0; i < drawn.size(); i++) {
            double alike = isAsked.test(i) ? agreement(drawn.get(i), shared.get(number)) : -1;
            if (alike > most) {
                most = alike;
                best = i;
            }
        }
        return best;
    }

    private static double agreement(LabelMap a, LabelMap b) {
        int agreeing = 0;
        int marked = 0;
        for (int p = 0; p < a.size(); p++) {
            agreeing += a.at(p) > 0 && a.at(p) == b.at(p) ? 1 : 0;
            marked += (a.at(p) > 0 ? 1 : 0) + (b.at(p) > 0 ? 1 : 0);
        }
        return marked == 0 ? 1 : 2.0 * agreeing / marked;
    }
}
