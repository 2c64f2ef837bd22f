package org.asyndgan.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    @Test
    void staysAndThenFallsInALine() {
        var rate = new LearningRate(0.4, 0.5);

        assertThat(rate.at(49, 100)).isEqualTo(0.4);
        assertThat(rate.at(50, 100)).isEqualTo(0.4);
        // Half of the falling half is left.
        assertThat(rate.at(75, 100)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(99, 100)).isCloseTo(0.008, within(1e-12));
    }

    @Test
    void fallsAsAPowerOfWhatIsLeft() {
        var rate = new LearningRate(0.4, 0, 0.9);

        assertThat(rate.at(0, 100)).isEqualTo(0.4);
        // 0.5^0.9 = 0.535887
        assertThat(rate.at(50, 100)).isCloseTo(0.4 * 0.535887, within(1e-6));
        assertThat(rate.at(99, 100)).isPositive();
    }

    @Test
    void refusesAPowerThatWouldRaiseIt() {
        assertThatThrownBy(() -> new LearningRate(0.4, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The power 0.0 of a learning rate's decay must be above 0");
    }
}
