package org.asyndgan.privacy.attack;

import java.util.Arrays;

/**
 * Rebuilds an 8-bit image from answers about guesses of it: for each pixel, whether the true one is above the guess.
 *
 * <p>The gradient of an L1 loss with respect to a synthetic image is such an answer: its sign is that of synthetic minus
 * real. Eight guesses halve 256 values to one.
 */
public final class PixelBisection {

    /** Guesses that it takes. */
    public static final int GUESSES = 8;

    private static final int LARGEST = 255;

    private PixelBisection() {}

    /** @return the image, values 0 … 255, right as far as the oracle is */
    public static int[] rebuild(int pixels, Oracle oracle) {
        int[] low = new int[pixels];
        int[] high = new int[pixels];
        Arrays.fill(high, LARGEST);
        int[] guess = new int[pixels];
        for (int round = 0; round < GUESSES; round++) {
            for (int i = 0; i < pixels; i++) {
                guess[i] = (low[i] + high[i]) / 2;
            }
            boolean[] isAbove = oracle.isAbove(guess.clone());
            for (int i = 0; i < pixels; i++) {
                if (isAbove[i]) {
                    low[i] = Math.min(LARGEST, guess[i] + 1);
                } else {
                    high[i] = guess[i];
                }
            }
        }
        return high;
    }

    /** Whoever is asked. */
    @FunctionalInterface
    public interface Oracle {

        /** @return for each pixel whether the true value is above the guess */
        boolean[] isAbove(int[] guess);
    }
}
