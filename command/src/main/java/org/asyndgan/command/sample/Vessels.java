package org.asyndgan.command.sample;

import java.util.SplittableRandom;
import org.asyndgan.nn.random.Seed;

/**
 * Drawn images of vessels: thin branching lines on a textured ground, in the colours of one of three scanners.
 *
 * <p>An image and its labels follow from seed, scanner and number alone; sines are {@link StrictMath}'s, so that every machine draws
 * the same.
 */
final class Vessels {

    private static final int CHANNELS = 3;
    private static final int STEMS = 3;
    private static final int MOST_BRANCHINGS = 3;
    private static final double STEP = 0.5;
    private static final int LABEL = 255;
    /** Colour files have 16 bits a sample; these are those of 8. */
    private static final int BRIGHTEST = 255;

    private static final int SPREAD = 257;

    private final Scanner scanner;
    private final int side;
    private final SplittableRandom random;
    private final double[] coverage;

    /** @param side of the square, pixels */
    Vessels(Scanner scanner, int side, Seed seed) {
        this.scanner = scanner;
        this.side = side;
        this.random = seed.random();
        this.coverage = new double[side * side];
        for (int stem = 0; stem < STEMS; stem++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double from = side * (0.5 + 0.6 * StrictMath.cos(angle));
            double down = side * (0.5 + 0.6 * StrictMath.sin(angle));
            grow(from, down, angle + Math.PI + spread(0.6), scanner.widest * (0.7 + 0.3 * random.nextDouble()), 0);
        }
    }

    /** How a scanner shows vessels: colours of ground and vessel in [0, 1], and what it does to them. */
    enum Scanner {
        /** Bright green vessels on a dark ground of fine grain. */
        FLUORESCENT(new double[] {0.08, 0.12, 0.10}, new double[] {0.35, 0.85, 0.45}, 2.2, 0.10, 4, 0.02, 0.1),
        /** Dark red vessels on an orange ground, brighter in the middle. */
        FUNDUS(new double[] {0.80, 0.45, 0.25}, new double[] {0.45, 0.12, 0.10}, 2.6, 0.12, 12, 0.02, 0.5),
        /** Pale vessels on a violet ground, coarse texture and noise. */
        STAINED(new double[] {0.55, 0.40, 0.65}, new double[] {0.88, 0.80, 0.88}, 3.0, 0.22, 7, 0.05, 0.2);

        // Never handed out, so never changed; the JDK has no type that says so.
        @SuppressWarnings("ImmutableEnumChecker")
        private final double[] ground;

        @SuppressWarnings("ImmutableEnumChecker")
        private final double[] vessel;

        private final double widest;
        private final double texture;
        private final double grain;
        private final double noise;
        private final double shade;

        /**
         * @param widest radius of a stem, pixels
         * @param texture deviation of the ground's brightness
         * @param grain length over which the texture changes, pixels
         * @param noise deviation of every pixel's brightness
         * @param shade how much darker the corners are
         */
        Scanner(
                double[] ground,
                double[] vessel,
                double widest,
                double texture,
                double grain,
                double noise,
                double shade) {
            this.ground = ground;
            this.vessel = vessel;
            this.widest = widest;
            this.texture = texture;
            this.grain = grain;
            this.noise = noise;
            this.shade = shade;
        }
    }

    /** Draws a vessel from a point until it has left the image or has become too thin, with its branches. */
    private void grow(double x, double y, double heading, double radius, int branchings) {
        double column = x;
        double row = y;
        double direction = heading;
        double bend = 0;
        double width = radius;
        for (int step = 0; step < 6 * side && width > 0.45; step++) {
            stamp(column, row, width);
            bend = 0.9 * bend + spread(0.03);
            direction += bend;
            column += STEP * StrictMath.cos(direction);
            row += STEP * StrictMath.sin(direction);
            width *= 0.998;
            if (branchings < MOST_BRANCHINGS && random.nextDouble() < 0.006) {
                double turn = (random.nextBoolean() ? 1 : -1) * (0.5 + 0.5 * random.nextDouble());
                grow(column, row, direction + turn, width * 0.75, branchings + 1);
                width *= 0.9;
            }
        }
    }

    private void stamp(double x, double y, double radius) {
        int reach = (int) Math.ceil(radius + 1);
        for (int row = (int) y - reach; row <= (int) y + reach; row++) {
            for (int column = (int) x - reach; column <= (int) x + reach; column++) {
                if (row >= 0 && row < side && column >= 0 && column < side) {
                    double distance = Math.sqrt((row - y) * (row - y) + (column - x) * (column - x));
                    double covered = Math.max(0, Math.min(1, radius + 0.5 - distance));
                    coverage[row * side + column] = Math.max(coverage[row * side + column], covered);
                }
            }
        }
    }

    /** The mask: 255 where a vessel covers half of a pixel or more, else 0. */
    int[] labels() {
        int[] labels = new int[coverage.length];
        for (int p = 0; p < labels.length; p++) {
            labels[p] = coverage[p] >= 0.5 ? LABEL : 0;
        }
        return labels;
    }

    /** The image [3, side, side], 0 … 65535 in 256 steps. */
    int[] image() {
        double[] texture = texture();
        double contrast = 0.75 + 0.5 * random.nextDouble();
        int plane = side * side;
        int[] image = new int[CHANNELS * plane];
        for (int p = 0; p < plane; p++) {
            double across = (p % side - side / 2.0) / side;
            double down = (Math.floorDiv(p, side) - side / 2.0) / side;
            double light =
                    (1 - scanner.shade * 2 * (across * across + down * down)) * (1 + scanner.texture * texture[p])
                            + scanner.noise * spread(1.7);
            for (int c = 0; c < CHANNELS; c++) {
                double pure = scanner.ground[c]
                        + Math.min(1, contrast) * coverage[p] * (scanner.vessel[c] - scanner.ground[c]);
                long bits = Math.round(BRIGHTEST * Math.max(0, Math.min(1, pure * light)));
                image[c * plane + p] = (int) bits * SPREAD;
            }
        }
        return image;
    }

    /** Two octaves of smooth noise, of about deviation 1. */
    private double[] texture() {
        double[] sum = new double[side * side];
        addOctave(sum, scanner.grain, 1.2);
        addOctave(sum, scanner.grain / 3, 1.0);
        return sum;
    }

    private void addOctave(double[] sum, double grain, double weight) {
        int cells = (int) Math.ceil(side / grain) + 2;
        double[] grid = new double[cells * cells];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = spread(1.7);
        }
        for (int p = 0; p < sum.length; p++) {
            double y = Math.floorDiv(p, side) / grain;
            double x = p % side / grain;
            int corner = ((int) y) * cells + (int) x;
            double down = smooth(y - (int) y);
            double across = smooth(x - (int) x);
            double above = grid[corner] * (1 - across) + grid[corner + 1] * across;
            double below = grid[corner + cells] * (1 - across) + grid[corner + cells + 1] * across;
            sum[p] += weight * (above * (1 - down) + below * down);
        }
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    /** Evenly from minus to plus this. */
    private double spread(double most) {
        return most * (2 * random.nextDouble() - 1);
    }
}
