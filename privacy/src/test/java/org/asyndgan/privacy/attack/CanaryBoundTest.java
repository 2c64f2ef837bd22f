package org.asyndgan.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryBoundTest {

    /** Values that the paper's code prints. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, 75, 0, 0.702",
        "100, 100, 75, 1e-4, 0.699",
        "1000, 100, 75, 1e-4, 0.673",
        "100000, 1510, 1439, 1e-5, 2.675"
    })
    void findsWhatThePaperPrints(int canaries, int guesses, int right, double delta, double epsilon) {
        assertThat(CanaryBound.epsilon(canaries, guesses, right, delta, 0.05)).isCloseTo(epsilon, within(1e-3));
    }

    @Test
    void guessesThatAreRightByChanceRefuteNothing() {
        assertThat(CanaryBound.epsilon(100, 100, 50, 0, 0.05)).isZero();
    }

    /** All of r right: q^r = 0.05 at q = 0.05^(1/r), so e^ε = q / (1 - q); r = 10 gives q = 0.7411, ε = 1.051. */
    @Test
    void allRightRefutesByTheirNumber() {
        assertThat(CanaryBound.epsilon(10, 10, 10, 0, 0.05)).isCloseTo(1.051, within(1e-3));
    }

    /** Two highest: in, out. Two lowest: out, out. */
    @Test
    void countsRightGuessesAtBothEnds() {
        double[] scores = {5, 1, 3, 2, 4};
        boolean[] isIn = {true, false, true, false, false};

        assertThat(CanaryBound.right(scores, isIn, 4)).isEqualTo(3);
    }

    @Test
    void refusesMoreRightGuessesThanGuesses() {
        assertThatThrownBy(() -> CanaryBound.epsilon(10, 5, 6, 0, 0.05))
                .hasMessage("6 of 5 guesses about 10 canaries cannot be right");
    }
}
