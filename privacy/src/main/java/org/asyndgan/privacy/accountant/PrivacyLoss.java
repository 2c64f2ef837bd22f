package org.asyndgan.privacy.accountant;

/**
 * The privacy loss of many equal steps, by composing its distribution with a fast Fourier transform: tighter than {@link
 * RenyiBudget}.
 *
 * <p>Losses are laid on a grid such that δ(ε) is nowhere understated ({@link LossGrid}); what the grid's window leaves out
 * at its top counts as infinite loss (Koskela, Jälkö and Honkela 2020, arXiv:1906.03049). What remains is the rounding
 * of the transform, about 1e-12 of δ in all: do not ask for a δ below 1e-9.
 */
public final class PrivacyLoss {

    private static final int MOST_CELLS = 1 << 21;
    private static final double CUT_OFF = 1e-14;

    private final Composed removed;
    private final Composed added;

    private PrivacyLoss(Composed removed, Composed added) {
        this.removed = removed;
        this.added = added;
    }

    /** @param steps at least 1 */
    public static PrivacyLoss of(SubsampledGaussian step, long steps) {
        return ofGroup(step, steps, 1);
    }

    /**
     * The loss of several units at once, such as of a patient with several images where images are the units.
     *
     * @param steps at least 1
     * @param units that belong together, at least 1
     */
    public static PrivacyLoss ofGroup(SubsampledGaussian step, long steps, int units) {
        if (steps < 1 || units < 1) {
            throw new IllegalArgumentException("Steps " + steps + " and units " + units + " must be at least 1");
        }
        Mixture mixture = Mixture.of(step, units);
        return new PrivacyLoss(composed(mixture, steps, true), composed(mixture, steps, false));
    }

    /** The least δ for this ε, whichever of two neighbouring data sets is the true one. */
    public double delta(double epsilon) {
        return Math.max(removed.delta(epsilon), added.delta(epsilon));
    }

    /** The least ε, at least 0, for this δ in (0, 1). */
    public double epsilon(double delta) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("Delta " + delta + " must lie between 0 and 1, such as 1e-5");
        }
        return Math.max(removed.epsilon(delta), added.epsilon(delta));
    }

    private static Composed composed(Mixture mixture, long steps, boolean isRemoval) {
        LossGrid grid = LossGrid.fine(mixture, isRemoval);
        Window window = Window.of(grid, steps);
        while (window.cells() > MOST_CELLS) {
            grid = LossGrid.of(mixture, isRemoval, grid.width() * 2);
            window = Window.of(grid, steps);
        }
        return compose(grid, window, steps);
    }

    private static Composed compose(LossGrid grid, Window window, long steps) {
        int size = Integer.highestOneBit((int) Math.max(window.cells() - 1, 1)) * 2;
        double[] re = new double[size];
        double[] im = new double[size];
        for (int i = 0; i < grid.count(); i++) {
            re[i & (size - 1)] += grid.mass(i);
        }
        Fourier fourier = new Fourier(size);
        fourier.forward(re, im);
        for (int i = 0; i < size; i++) {
            double radius = Math.exp(steps * Math.log(Math.hypot(re[i], im[i])));
            double angle = steps * Math.atan2(im[i], re[i]);
            re[i] = radius * Math.cos(angle);
            im[i] = radius * Math.sin(angle);
        }
        fourier.inverse(re, im);
        double[] masses = new double[size];
        for (int i = 0; i < size; i++) {
            long sum = Math.floorMod(window.first() + i - steps * grid.first(), (long) size);
            masses[i] = re[(int) sum];
        }
        double infinite = -Math.expm1(steps * Math.log1p(-grid.infinite())) + CUT_OFF;
        return new Composed(masses, window.first(), grid.width(), infinite);
    }

    /** Cells of the grid that the sum of the losses lies in, but for a probability of {@link #CUT_OFF} on each side. */
    private record Window(long first, long cells) {

        private static final int RATES = 30;

        /** By Chernoff's bound at exponential rates from low to high. */
        static Window of(LossGrid grid, long steps) {
            double slack = -Math.log(CUT_OFF);
            double top = (double) steps * (grid.first() + grid.count() - 1) * grid.width();
            double bottom = (double) steps * grid.first() * grid.width();
            double rate = 0.01 / Math.sqrt((double) steps) / grid.deviation();
            for (int i = 0; i < RATES; i++, rate *= 1.8) {
                top = Math.min(top, (steps * grid.logMoment(rate) + slack) / rate);
                bottom = Math.max(bottom, -(steps * grid.logMoment(-rate) + slack) / rate);
            }
            long first = (long) Math.floor(bottom / grid.width()) - 1;
            return new Window(first, (long) Math.ceil(top / grid.width()) + 2 - first);
        }
    }

    /** Masses at (first + i) · width, and the mass at infinity. */
    @SuppressWarnings("ArrayRecordComponent") // private, never compared
    private record Composed(double[] masses, long first, double width, double infinite) {

        private double loss(int i) {
            return (first + i) * width;
        }

        double delta(double epsilon) {
            double sum = infinite;
            for (int i = masses.length - 1; i >= 0 && loss(i) > epsilon; i--) {
                sum -= masses[i] * Math.expm1(epsilon - loss(i));
            }
            return Math.min(1, sum);
        }

        /** From the top: δ(ε) = above - e^ε · weighted between two cells. */
        double epsilon(double delta) {
            if (infinite >= delta) {
                return Double.POSITIVE_INFINITY;
            }
            double above = infinite;
            double weighted = 0;
            for (int i = masses.length - 1; i >= 0 && loss(i) > 0; i--) {
                above += masses[i];
                weighted += masses[i] * Math.exp(-loss(i));
                if (above - Math.exp(loss(i - 1)) * weighted > delta) {
                    return Math.max(0, Math.log((above - delta) / weighted));
                }
            }
            return 0;
        }
    }
}
