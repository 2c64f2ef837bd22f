package org.asyndgan.core.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscriminatorBalanceTest {

    private final DiscriminatorBalance balance = new DiscriminatorBalance();

    @Test
    void saysNothingBeforeThereAreAnswersEnough() {
        balance.loss("LEAST_SQUARES");
        adversarial(1.0, 19);

        assertThat(balance.band()).isEqualTo(DiscriminatorBand.UNKNOWN);
        assertThat(balance.basis()).isEqualTo("too few answers yet");
    }

    @Test
    void saysNothingOfALossThatItDoesNotKnow() {
        balance.loss("DREAMS");
        adversarial(1.0, 50);

        assertThat(balance.band()).isEqualTo(DiscriminatorBand.UNKNOWN);
    }

    @Test
    void readsTheGeneratorsLossOfEachKind() {
        // Least squares (z - 1)²: z = 0 loses 1, z = 0.5 loses 0.25, z = 1 loses 0.
        assertThat(after("least_squares", 1.0)).isEqualTo(DiscriminatorBand.TOO_STRONG);
        assertThat(after("least_squares", 0.25)).isEqualTo(DiscriminatorBand.BALANCED);
        assertThat(after("least_squares", 0.01)).isEqualTo(DiscriminatorBand.TOO_WEAK);
        // Cross-entropy: sigmoid(z) = 0.05 loses 3.0, 0.5 loses 0.69, 0.8 loses 0.22.
        assertThat(after("cross_entropy", 3.0)).isEqualTo(DiscriminatorBand.TOO_STRONG);
        assertThat(after("cross_entropy", 0.69)).isEqualTo(DiscriminatorBand.BALANCED);
        assertThat(after("cross_entropy", 0.22)).isEqualTo(DiscriminatorBand.TOO_WEAK);
        // Hinge loses -z.
        assertThat(after("hinge", 1.0)).isEqualTo(DiscriminatorBand.TOO_STRONG);
        assertThat(after("hinge", 0.0)).isEqualTo(DiscriminatorBand.BALANCED);
        assertThat(after("hinge", -0.9)).isEqualTo(DiscriminatorBand.TOO_WEAK);
    }

    @Test
    void restsOnTheDiscriminatorsOwnLossWhereItIsKnown() {
        balance.loss("LEAST_SQUARES");
        adversarial(0.25, 30);
        for (int i = 0; i < 30; i++) {
            balance.addDiscriminator(0.01); // 4 % of a coin's 0.25
        }

        assertThat(balance.band()).isEqualTo(DiscriminatorBand.TOO_STRONG);
        assertThat(balance.basis()).isEqualTo("its loss on real and synthetic images");
    }

    @Test
    void takesADiscriminatorThatIsACoinForTooWeak() {
        balance.loss("CROSS_ENTROPY");
        for (int i = 0; i < 30; i++) {
            balance.addDiscriminator(0.69);
        }

        assertThat(balance.band()).isEqualTo(DiscriminatorBand.TOO_WEAK);
    }

    @Test
    void leavesOutWhatIsNotFinite() {
        balance.loss("LEAST_SQUARES");
        adversarial(0.25, 30);
        balance.addDiscriminator(Double.NaN);

        assertThat(balance.band()).isEqualTo(DiscriminatorBand.BALANCED);
    }

    private DiscriminatorBand after(String loss, double value) {
        DiscriminatorBalance fresh = new DiscriminatorBalance();
        fresh.loss(loss);
        for (int i = 0; i < 30; i++) {
            fresh.addAdversarial(value);
        }
        return fresh.band();
    }

    private void adversarial(double value, int times) {
        for (int i = 0; i < times; i++) {
            balance.addAdversarial(value);
        }
    }
}
