package org.asyndgan.nn.random;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A point in the tree of a run's random numbers.
 *
 * <p>{@code seed.at("mask").at(7)} is always the same seed, and none of its relatives' numbers depend
 * on whether it was ever used. Mixing is SplitMix64's finaliser (Steele, Lea and Flood 2014).
 */
public record Seed(long value) {

    /** The child of this seed at a counter. */
    public Seed at(long counter) {
        return new Seed(mix(value ^ mix(counter + 0x9E3779B97F4A7C15L)));
    }

    /** The child of this seed under a name. */
    public Seed at(String name) {
        Seed child = this;
        for (int i = 0; i < name.length(); i++) {
            child = child.at(name.charAt(i));
        }
        return child.at(-name.length() - 1L);
    }

    /** A fresh generator that starts here. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** The numbers 0 … size - 1 in an order that starts here, each order as likely as another. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = random();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
