package org.asyndgan.core.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.asyndgan.core.protocol.GeneratorVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StalenessPolicyTest {

    final GeneratorVersion now = new GeneratorVersion(2, 10);
    final StalenessPolicy policy = StalenessPolicy.decaying(3, 0.5);

    @Test
    void givesFullWeightToAnAnswerToTheNewestWeights() {
        assertThat(policy.judge(now, now)).isEqualTo(new StalenessPolicy.Accept(0, 1.0));
    }

    @Test
    void discountsByTheRootOfOnePlusTheLag() {
        var verdict = (StalenessPolicy.Accept) policy.judge(now, new GeneratorVersion(2, 7));

        assertThat(verdict.lag()).isEqualTo(3);
        assertThat(verdict.weight()).isCloseTo(0.5, within(1e-12)); // 1 / sqrt(1 + 3)
    }

    @Nested
    class Rejects {

        @Test
        void whatIsOlderThanTheBound() {
            assertThat(policy.judge(now, new GeneratorVersion(2, 6)))
                    .isEqualTo(new StalenessPolicy.Reject("is 4 generator steps old; at most 3 are accepted"));
        }

        @Test
        void whatAnswersAGeneratorLostInARestart() {
            assertThat(policy.judge(now, new GeneratorVersion(1, 10)))
                    .isEqualTo(new StalenessPolicy.Reject(
                            "is for incarnation 1 of the generator, which has restarted as 2"));
        }

        @Test
        void whatIsFromTheFuture() {
            assertThat(policy.judge(now, new GeneratorVersion(2, 11)))
                    .isEqualTo(new StalenessPolicy.Reject(
                            "is for generator step 11, which does not exist yet (now at 10)"));
        }
    }
}
