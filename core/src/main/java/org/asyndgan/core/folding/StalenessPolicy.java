package org.asyndgan.core.folding;

import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.Rejection.Kind;

/**
 * Decides what a gradient is worth once the generator has moved on.
 *
 * <p>Lag is counted in generator steps, not in seconds: a slow site on an idle generator is not stale.
 */
@FunctionalInterface
interface StalenessPolicy {

    Verdict weigh(GeneratorVersion current, GeneratorVersion computedFor);

    /**
     * Weight (1 + lag)^-exponent up to {@code maxLag} steps behind, nothing after.
     *
     * @param maxLag steps, at least 0
     * @param exponent 0 keeps full weight; 0.5 is a usual value of FedAsync's polynomial discount (Xie,
     *     Koyejo and Gupta 2019, arXiv:1903.03934)
     */
    static StalenessPolicy decaying(long maxLag, double exponent) {
        return (current, computedFor) -> {
            if (computedFor.incarnation() != current.incarnation()) {
                return reject(
                        Kind.OTHER_INCARNATION,
                        "is for incarnation " + computedFor.incarnation() + " of the generator, which has restarted as "
                                + current.incarnation());
            }
            long lag = current.stepsSince(computedFor);
            if (lag < 0) {
                return reject(
                        Kind.FAULTY,
                        "is for generator step " + computedFor.step() + ", which does not exist yet (now at "
                                + current.step() + ")");
            }
            if (lag > maxLag) {
                return reject(Kind.STALE, "is " + lag + " generator steps old; at most " + maxLag + " are accepted");
            }
            return new Accept(lag, Math.pow(1.0 + lag, -exponent));
        };
    }

    private static Reject reject(Kind kind, String reason) {
        return new Reject(new Rejection(kind, reason));
    }

    /** What a gradient is worth. */
    sealed interface Verdict {}

    /**
     * @param lag steps, at least 0
     * @param weight multiplies the gradient, in (0, 1]
     */
    record Accept(long lag, double weight) implements Verdict {}

    /** @param why its reason completes the sentence "the gradient …" */
    record Reject(Rejection why) implements Verdict {}
}
