package org.asyndgan.core.site.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which masks show the same unit, of what differential privacy protects. */
public final class PrivacyUnits {

    private PrivacyUnits() {}

    /**
     * A unit a patient.
     *
     * @param patients of the pairs
     * @param idsOfPairs ids of the masks of each pair, in the same order
     */
    public static List<List<String>> byPatient(List<String> patients, List<List<String>> idsOfPairs) {
        Map<String, List<String>> units = new LinkedHashMap<>();
        for (int pair = 0; pair < idsOfPairs.size(); pair++) {
            units.computeIfAbsent(patients.get(pair), name -> new ArrayList<>()).addAll(idsOfPairs.get(pair));
        }
        return List.copyOf(units.values());
    }
}
