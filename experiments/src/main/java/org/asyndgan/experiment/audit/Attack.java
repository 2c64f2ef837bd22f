package org.asyndgan.experiment.audit;

import java.util.stream.IntStream;
import org.asyndgan.privacy.attack.Roc;

/**
 * How well one attack tells members from others.
 *
 * @param name of the attack
 * @param roc members against images that nothing was trained on
 * @param control every second member against the rest: an attack that works no better than this tells kinds of images
 *     apart and not members
 */
public record Attack(String name, Roc roc, Roc control) {

    static Attack of(String name, double[] members, double[] others) {
        return new Attack(name, Roc.of(members, others), Roc.of(every(members, 0), every(members, 1)));
    }

    private static double[] every(double[] scores, int first) {
        return IntStream.range(0, scores.length)
                .filter(i -> i % 2 == first)
                .mapToDouble(i -> scores[i])
                .toArray();
    }
}
