package org.asyndgan.privacy.accountant;

/**
 * The fast Fourier transform of a power of two of complex numbers, in place, radix 2.
 *
 * <p>Every root of unity is computed by itself. Commons Math multiplies them up, and at a million points its error, raised to
 * the power of thirty thousand steps, moved ε in the third digit.
 */
final class Fourier {

    private final int size;
    private final double[] cosines;
    private final double[] sines;

    /** @param size a power of two */
    Fourier(int size) {
        this.size = size;
        this.cosines = new double[size / 2];
        this.sines = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = -Math.sin(2 * Math.PI * i / size);
        }
    }

    /** Σₙ (re + i im)ₙ exp(-2πi kn / size) for each k. */
    void forward(double[] re, double[] im) {
        reverseBits(re, im);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int block = 0; block < size; block += 2 * half) {
                for (int i = 0; i < half; i++) {
                    int top = block + i;
                    int low = top + half;
                    double cosine = cosines[i * stride];
                    double sine = sines[i * stride];
                    double turnedRe = re[low] * cosine - im[low] * sine;
                    double turnedIm = re[low] * sine + im[low] * cosine;
                    re[low] = re[top] - turnedRe;
                    im[low] = im[top] - turnedIm;
                    re[top] += turnedRe;
                    im[top] += turnedIm;
                }
            }
        }
    }

    /** Undoes {@link #forward}. */
    void inverse(double[] re, double[] im) {
        forward(im, re);
        for (int i = 0; i < size; i++) {
            re[i] /= size;
            im[i] /= size;
        }
    }

    private void reverseBits(double[] re, double[] im) {
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int other = bits == 0 ? i : Integer.reverse(i) >>> (Integer.SIZE - bits);
            if (other > i) {
                swap(re, i, other);
                swap(im, i, other);
            }
        }
    }

    private static void swap(double[] values, int one, int other) {
        double kept = values[one];
        values[one] = values[other];
        values[other] = kept;
    }
}
