package org.asyndgan.privacy.accountant;

import java.util.function.DoubleUnaryOperator;

/**
 * The privacy loss log P/Q of one step, laid on a grid such that δ(ε) is nowhere understated.
 *
 * <p>Each cell between two points of the grid has a mass under P and one under Q. Its mass under P is split between
 * the two points so that the mass under Q stays what it was: of all distributions on the grid that understate nothing,
 * this is the nearest (Doroshenko et al. 2022, "Connect the dots", arXiv:2207.04380).
 *
 * <p>With a unit removed, P is the {@link Mixture} and Q is N(0, σ²); with one added, the other way round.
 */
final class LossGrid {

    private static final double DEVIATIONS = 8.5;
    private static final int MOST_POINTS = 1 << 18;
    private static final double POINTS_A_DEVIATION = 100;

    private final double width;
    private final long first;
    private final double[] masses;
    private final double infinite;

    private LossGrid(double width, long first, double[] masses, double infinite) {
        this.width = width;
        this.first = first;
        this.masses = masses;
        this.infinite = infinite;
    }

    /** A hundred points a standard deviation of the loss, where so many can be had. */
    static LossGrid fine(Mixture mixture, boolean isRemoval) {
        Range range = Range.of(mixture, isRemoval);
        LossGrid rough = of(mixture, isRemoval, (range.top() - range.bottom()) / (MOST_POINTS >> 6));
        double wanted = Math.min(rough.width, rough.deviation() / POINTS_A_DEVIATION);
        return of(mixture, isRemoval, Math.max(wanted, (range.top() - range.bottom()) / MOST_POINTS));
    }

    static LossGrid of(Mixture mixture, boolean isRemoval, double width) {
        Range range = Range.of(mixture, isRemoval);
        long first = (long) Math.floor(range.bottom() / width);
        int cells = (int) ((long) Math.ceil(range.top() / width) - first);
        double[] masses = new double[cells + 1];
        Edge lower = Edge.at(mixture, isRemoval, first * width);
        masses[0] = isRemoval ? lower.below().p() : lower.above().p();
        for (int i = 0; i < cells; i++) {
            Edge upper = Edge.at(mixture, isRemoval, (first + i + 1) * width);
            Masses cell = isRemoval ? Edge.between(lower, upper) : Edge.between(upper, lower);
            double loss = (first + i) * width;
            double share = cell.p() <= 0 ? 0 : (1 - cell.q() / cell.p() * Math.exp(loss)) / -Math.expm1(-width);
            double up = cell.p() * Math.min(1, Math.max(0, share));
            masses[i + 1] += up;
            masses[i] += cell.p() - up;
            lower = upper;
        }
        double beyond = isRemoval ? lower.above().p() : lower.below().p();
        return new LossGrid(width, first, masses, beyond);
    }

    /** Distance of two points. */
    double width() {
        return width;
    }

    /** The lowest loss, in widths. */
    long first() {
        return first;
    }

    int count() {
        return masses.length;
    }

    /** P of the loss {@code (first + i) · width}. */
    double mass(int i) {
        return masses[i];
    }

    /** P of what is taken for an infinite loss. */
    double infinite() {
        return infinite;
    }

    /** log E exp(rate · loss) over the finite losses. */
    double logMoment(double rate) {
        double greatest = rate * width * (rate > 0 ? first + masses.length - 1 : first);
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            sum += masses[i] * Math.exp(rate * width * (first + i) - greatest);
        }
        return greatest + Math.log(sum);
    }

    /** Standard deviation of the finite losses. */
    double deviation() {
        double mean = moment(loss -> loss);
        return Math.sqrt(moment(loss -> (loss - mean) * (loss - mean)));
    }

    private double moment(DoubleUnaryOperator of) {
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            sum += masses[i] * of.applyAsDouble((first + i) * width);
        }
        return sum;
    }

    /** Losses that all but a share of about 1e-17 of P have. */
    private record Range(double bottom, double top) {

        static Range of(Mixture mixture, boolean isRemoval) {
            double far = DEVIATIONS * mixture.noise();
            double low = mixture.ratio(-far);
            double high = mixture.ratio(far + mixture.units());
            return isRemoval ? new Range(low, high) : new Range(-high, -low);
        }
    }

    /** Masses under the two distributions. */
    private record Masses(double p, double q) {}

    /** Masses on both sides of an x, each as exact as doubles have it. */
    private record Edge(Masses below, Masses above) {

        static Edge at(Mixture mixture, boolean isRemoval, double loss) {
            double x = mixture.inverse(isRemoval ? loss : -loss);
            double below = Mixture.normal(x / mixture.noise());
            double above = Mixture.normal(-x / mixture.noise());
            double mixtureBelow = mixture.below(x);
            double mixtureAbove = mixture.above(x);
            return isRemoval
                    ? new Edge(new Masses(mixtureBelow, below), new Masses(mixtureAbove, above))
                    : new Edge(new Masses(below, mixtureBelow), new Masses(above, mixtureAbove));
        }

        /** From the side on which the masses are smaller, so that a difference of small numbers is not one of ones. */
        static Masses between(Edge left, Edge right) {
            return left.above.p < left.below.p
                    ? new Masses(left.above.p - right.above.p, left.above.q - right.above.q)
                    : new Masses(right.below.p - left.below.p, right.below.q - left.below.q);
        }
    }
}
