package org.asyndgan.experiment;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;

/**
 * What is to be found in the test images.
 *
 * @param classes at least one, above 0
 */
record Target(Set<Integer> classes) {

    private static final int EXAMPLES = 6;

    /**
     * The classes of label values.
     *
     * @param wanted empty for all above 0
     * @throws ExperimentException ADG-625 if one is no label value of the data
     */
    static Target of(List<Integer> wanted, Cohort cohort) {
        List<Integer> values = cohort.classes().values();
        if (wanted.isEmpty()) {
            return new Target(IntStream.range(1, values.size()).boxed().collect(Collectors.toSet()));
        }
        Set<Integer> classes = new TreeSet<>();
        for (int value : wanted) {
            if (value == 0 || !values.contains(value)) {
                throw new ExperimentException(
                        "ADG-625",
                        "The target " + value + " is not among the data's label values above 0, " + cohort.classes()
                                + ". Name those of them that are to be found, or none for all.");
            }
            classes.add(values.indexOf(value));
        }
        return new Target(classes);
    }

    /** Test pairs to show: of those with the target in them, evenly chosen. */
    List<TrainingPair> examples(Cohort cohort) {
        List<TrainingPair> showing = cohort.test().values().stream()
                .flatMap(List::stream)
                .filter(pair -> isIn(pair.labels()))
                .toList();
        return IntStream.range(0, Math.min(EXAMPLES, showing.size()))
                .mapToObj(i -> showing.get((int) ((2L * i + 1) * showing.size() / (2L * EXAMPLES))))
                .toList();
    }

    private boolean isIn(LabelMap labels) {
        int[] histogram = labels.histogram();
        return classes.stream().mapToInt(k -> histogram[k]).sum() * 100 > labels.size();
    }
}
