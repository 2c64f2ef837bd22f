package org.asyndgan.core.segmentation.augmentation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.Warp;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Changes of shape and look that a pair is shown with, each in a share of the times, anew each time.
 *
 * <p>Kinds, shares and order follow nnU-Net (Isensee et al. 2021), with a shift added, because whole images are not cut at random
 * places as its patches are. Changes of shape are one {@link Warp} of image and labels; the others leave the labels alone.
 *
 * @param changes by kind; a kind that is not there is never used
 */
public record PairAugmentation(Map<Kind, Change> changes) {

    /** Pairs as they are. */
    public static final PairAugmentation NONE = new PairAugmentation(Map.of());

    /** All kinds; the shares are nnU-Net's but for the shift's and the elastic one's. */
    public static final PairAugmentation STANDARD = new PairAugmentation(Map.of(
            Kind.ROTATE, new Change(15, 0.2),
            Kind.SCALE, new Change(0.25, 0.2),
            Kind.SHIFT, new Change(0.08, 0.5),
            Kind.ELASTIC, new Change(0.02, 0.2),
            Kind.GAMMA, new Change(0.25, 0.5),
            Kind.CONTRAST, new Change(0.25, 0.15),
            Kind.NOISE, new Change(0.1, 0.1),
            Kind.BLUR, new Change(1, 0.2),
            Kind.LOW_RESOLUTION, new Change(2, 0.15)));

    /** A shift and a gamma: on real images better than {@link #STANDARD} in trainings of 14,400 pairs (docs/experiments.md). */
    public static final PairAugmentation LIGHT =
            new PairAugmentation(Map.of(Kind.SHIFT, new Change(0.08, 0.5), Kind.GAMMA, new Change(0.25, 1)));

    private static final String STANDARD_NAME = "standard";
    private static final String LIGHT_NAME = "light";
    private static final String NONE_NAME = "none";

    public PairAugmentation {
        changes = Map.copyOf(changes);
        changes.forEach(PairAugmentation::requirePossible);
    }

    private static void requirePossible(Kind kind, Change change) {
        int least = kind == Kind.LOW_RESOLUTION ? 1 : 0;
        if (!(change.most() > least && change.most() <= kind.limit) || !(change.share() > 0 && change.share() <= 1)) {
            throw new IllegalArgumentException("The augmentation " + kind.text() + "=" + change
                    + " must be above " + least + " and at most " + kind.limit
                    + ", beyond which nothing of an image is left, in a share above 0 and at most"
                    + " 1, such as " + kind.text() + "=" + STANDARD.changes().get(kind));
        }
    }

    /** What can be changed. */
    public enum Kind {
        /** By an angle evenly from minus to plus this, degrees. */
        ROTATE(180),
        /** Larger or smaller by a factor whose logarithm is evenly from minus to plus this. */
        SCALE(2),
        /** Down and right, each evenly from minus to plus this share of the side. */
        SHIFT(1),
        /** By a smooth displacement of this standard deviation, as a share of the side. */
        ELASTIC(0.5),
        /** Intensities from 0 to 1 to the power of exp(n), n normal with this deviation. */
        GAMMA(2),
        /** Distances from the mean intensity by a factor exp(u), u evenly from minus to plus this. */
        CONTRAST(2),
        /** Gaussian noise of a deviation evenly up to this, images being in [−1, 1]. */
        NOISE(2),
        /** Gaussian blur of a deviation evenly up to this, pixels. */
        BLUR(32),
        /** As if scanned in pixels this many times as long at most, evenly from 1. */
        LOW_RESOLUTION(16);

        private final double limit;

        Kind(double limit) {
            this.limit = limit;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How far and how often.
     *
     * @param most how far at most, in the kind's unit
     * @param share of the times that a pair is shown, in (0, 1]
     */
    public record Change(double most, double share) {

        /** Such as {@code 15@0.2}. */
        @Override
        public String toString() {
            return most + "@" + share;
        }
    }

    /**
     * Reads {@code standard}, {@code light}, {@code none} or a list such as {@code rotate=15@0.2,shift=0.08@0.5}, each kind with how far at
     * most and in which share of the times.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static PairAugmentation parse(String text) {
        if (text.isBlank() || text.equals(NONE_NAME)) {
            return NONE;
        }
        if (text.equals(STANDARD_NAME)) {
            return STANDARD;
        }
        if (text.equals(LIGHT_NAME)) {
            return LIGHT;
        }
        Map<Kind, Change> changes = new EnumMap<>(Kind.class);
        for (String part : text.split(",", -1)) {
            String[] sides = part.trim().split("[=@]", -1);
            Kind kind = Arrays.stream(Kind.values())
                    .filter(one -> one.text().equals(sides[0]))
                    .findFirst()
                    .orElseThrow(() -> unreadable(text, null));
            if (sides.length != 3) {
                throw unreadable(text, null);
            }
            try {
                changes.put(kind, new Change(Double.parseDouble(sides[1]), Double.parseDouble(sides[2])));
            } catch (NumberFormatException noNumber) {
                throw unreadable(text, noNumber);
            }
        }
        return new PairAugmentation(changes);
    }

    private static IllegalArgumentException unreadable(String text, Exception why) {
        return new IllegalArgumentException(
                "The augmentation \"" + text + "\" is neither " + STANDARD_NAME + ", " + LIGHT_NAME + ", " + NONE_NAME
                        + " nor a list of kinds with how far at most and in which share, such as " + STANDARD,
                why);
    }

    /** What {@link #parse} reads. */
    @Override
    public String toString() {
        return changes.isEmpty()
                ? NONE_NAME
                : new TreeMap<>(changes)
                        .entrySet().stream()
                                .map(entry -> entry.getKey().text() + "=" + entry.getValue())
                                .collect(Collectors.joining(","));
    }

    /**
     * The changed pair.
     *
     * @param pair of an image in [−1, 1]; noise may lead out of that
     */
    public TrainingPair of(TrainingPair pair, SplittableRandom random) {
        if (changes.isEmpty()) {
            return pair;
        }
        TrainingPair warped = warped(pair, random);
        float[] values = warped.image().toArray();
        int height = pair.labels().height();
        int width = pair.labels().width();
        if (draws(Kind.NOISE, random)) {
            Intensities.addNoise(values, most(Kind.NOISE) * random.nextDouble(), random);
        }
        if (draws(Kind.BLUR, random)) {
            Intensities.blur(values, height, width, most(Kind.BLUR) * random.nextDouble());
        }
        if (draws(Kind.CONTRAST, random)) {
            Intensities.changeContrast(values, height * width, Math.exp(around(Kind.CONTRAST, random)));
        }
        if (draws(Kind.LOW_RESOLUTION, random)) {
            Intensities.coarsen(values, height, width, 1 + (most(Kind.LOW_RESOLUTION) - 1) * random.nextDouble());
        }
        if (draws(Kind.GAMMA, random)) {
            Intensities.raise(values, Math.exp(most(Kind.GAMMA) * random.nextGaussian()), 1);
        }
        return new TrainingPair(FloatTensor.adopt(values, pair.image().shape()), warped.labels());
    }

    private TrainingPair warped(TrainingPair pair, SplittableRandom random) {
        int height = pair.labels().height();
        int width = pair.labels().width();
        boolean rotates = draws(Kind.ROTATE, random);
        double radians = rotates ? Math.toRadians(around(Kind.ROTATE, random)) : 0;
        boolean scales = draws(Kind.SCALE, random);
        double scale = scales ? Math.exp(around(Kind.SCALE, random)) : 1;
        boolean shifts = draws(Kind.SHIFT, random);
        double down = shifts ? height * around(Kind.SHIFT, random) : 0;
        double right = shifts ? width * around(Kind.SHIFT, random) : 0;
        boolean displaces = draws(Kind.ELASTIC, random);
        if (!(rotates || scales || shifts || displaces)) {
            return pair;
        }
        Warp warp = new Warp(height, width, radians, scale, down, right);
        if (displaces) {
            warp.displace(most(Kind.ELASTIC) * Math.min(height, width), random);
        }
        return new TrainingPair(warp.of(pair.image()), warp.of(pair.labels()));
    }

    private boolean draws(Kind kind, SplittableRandom random) {
        Change change = changes.get(kind);
        return change != null && random.nextDouble() < change.share();
    }

    private double most(Kind kind) {
        return changes.get(kind).most();
    }

    private double around(Kind kind, SplittableRandom random) {
        return most(kind) * (2 * random.nextDouble() - 1);
    }
}
