package org.asyndgan.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunMasks;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.MaskContrast;

/**
 * Finds the real image that a mask belongs to, or the one whose mask is most like it.
 *
 * <p>Only whoever has all sites' images can do that: for the pictures of a run on one machine.
 */
final class RealPartners {

    private static final int SYMMETRIES = 8;
    private static final int MOST_MEASURED = 32;

    private final List<Candidate> candidates = new ArrayList<>();

    /** @param shared masks of the run, whose windows are shown */
    RealPartners(LocalData data, RunMasks shared) {
        for (SiteFolder folder : data.sites()) {
            SharedMasks masks = shared.of(new SiteId(folder.name()), data.load(folder), MaskSource.OWN);
            for (String id : masks.ids()) {
                candidates.add(new Candidate(folder.name(), masks.pair(new MaskUse(id, 0))));
            }
        }
    }

    /** How clearly masks can be seen in each site's real images, by site: means of the contrast. */
    Map<String, Double> contrast() {
        Map<String, List<Double>> bySite = new TreeMap<>();
        for (Candidate candidate : candidates) {
            List<Double> ofSite = bySite.computeIfAbsent(candidate.site, unknown -> new ArrayList<>());
            if (ofSite.size() < MOST_MEASURED) {
                MaskContrast.of(candidate.pair.image(), candidate.pair.labels()).ifPresent(ofSite::add);
            }
        }
        bySite.values().removeIf(List::isEmpty);
        Map<String, Double> means = new TreeMap<>();
        bySite.forEach((site, all) -> means.put(
                site, all.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        return means;
    }

    /** The best partner over all pairs and symmetries. */
    Partner of(LabelMap mask) {
        Partner best = null;
        for (Candidate candidate : candidates) {
            for (int number = 0; number < SYMMETRIES; number++) {
                Dihedral symmetry = new Dihedral(number);
                LabelMap labels = symmetry.of(candidate.pair.labels());
                double likeness = likeness(mask, labels);
                if (best == null || likeness > best.likeness) {
                    best = new Partner(
                            candidate.site, new TrainingPair(symmetry.of(candidate.pair.image()), labels), likeness);
                }
            }
        }
        return best;
    }

    /** Pixels where both have the same class above 0, per pixels where one has. */
    private static double likeness(LabelMap a, LabelMap b) {
        int same = 0;
        int any = 0;
        for (int p = 0; p < a.size(); p++) {
            int left = a.at(p);
            int right = b.at(p);
            if (left + right > 0) {
                any++;
                same += left == right ? 1 : 0;
            }
        }
        return any == 0 ? 1 : (double) same / any;
    }

    private record Candidate(String site, TrainingPair pair) {}

    /** @param likeness of the two masks in [0, 1]; 1 if they are the same */
    record Partner(String site, TrainingPair pair, double likeness) {

        boolean isExact() {
            return likeness == 1;
        }
    }
}
