package org.asyndgan.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FourierTest {

    private static final int SIZE = 16;

    @Test
    void isTheSumOfItsDefinition() {
        double[] re = new Random(1).doubles(SIZE).toArray();
        double[] im = new Random(2).doubles(SIZE).toArray();
        double[] re0 = re.clone();
        double[] im0 = im.clone();

        new Fourier(SIZE).forward(re, im);

        for (int k = 0; k < SIZE; k++) {
            double real = 0;
            double imaginary = 0;
            for (int n = 0; n < SIZE; n++) {
                double angle = -2 * Math.PI * k * n / SIZE;
                real += re0[n] * Math.cos(angle) - im0[n] * Math.sin(angle);
                imaginary += re0[n] * Math.sin(angle) + im0[n] * Math.cos(angle);
            }
            assertThat(re[k]).isCloseTo(real, within(1e-13));
            assertThat(im[k]).isCloseTo(imaginary, within(1e-13));
        }
    }

    @Test
    void isUndoneByItsInverse() {
        double[] re = new Random(3).doubles(SIZE).toArray();
        double[] im = new double[SIZE];
        double[] before = re.clone();
        Fourier fourier = new Fourier(SIZE);

        fourier.forward(re, im);
        fourier.inverse(re, im);

        assertThat(re).containsExactly(before, within(1e-15));
    }
}
