package org.asyndgan.privacy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

    private static final int COUNT = 1_000_000;
    private static final SecretCoins COINS =
            new SecretCoins("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    /** A mean of a million has standard deviation 0.001, its second moment √2 / 1000, its fourth √96 / 1000. */
    @Test
    void hasTheMomentsOfTheNormalDistribution() {
        double[] noise = draw(COUNT);

        assertThat(moment(noise, 1)).isCloseTo(0, within(5e-3));
        assertThat(moment(noise, 2)).isCloseTo(1, within(7e-3));
        assertThat(moment(noise, 4)).isCloseTo(3, within(5e-2));
    }

    /** The share below z, at a standard deviation of at most 0.0005. */
    @Test
    void hasItsDistributionFunction() {
        double[] noise = draw(COUNT);
        for (double z = -3; z <= 3; z += 0.5) {
            double below = 0;
            for (double one : noise) {
                below += one < z ? 1 : 0;
            }
            assertThat(below / COUNT).isCloseTo(0.5 * (1 + Erf.erf(z / Math.sqrt(2))), within(2.5e-3));
        }
    }

    @Test
    void neighboursAreUnrelated() {
        double[] noise = draw(COUNT);
        double sum = 0;
        for (int i = 0; i + 1 < COUNT; i++) {
            sum += noise[i] * noise[i + 1];
        }
        assertThat(sum / COUNT).isCloseTo(0, within(5e-3));
    }

    @Test
    void fillsNothingElse() {
        double[] noise = new double[7];
        GaussianNoise.fill(COINS.at("noise", 1), noise, 1, 5);

        assertThat(noise[0]).isZero();
        assertThat(noise[6]).isZero();
        assertThat(noise).doesNotContain(Double.NaN);
        assertThat(noise[5]).isNotZero();
    }

    private static double[] draw(int count) {
        double[] noise = new double[count];
        GaussianNoise.fill(COINS.at("noise", 0), noise, 0, count);
        return noise;
    }

    private static double moment(double[] numbers, int power) {
        double sum = 0;
        for (double number : numbers) {
            sum += Math.pow(number, power);
        }
        return sum / numbers.length;
    }
}
