package org.asyndgan.core.folding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.Rejection.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StalenessPolicyTest {

    final GeneratorVersion now = new GeneratorVersion(2, 10);
    final StalenessPolicy policy = StalenessPolicy.decaying(3, 0.5);

    @Test
    void givesFullWeightToAnAnswerToTheNewestWeights() {
        assertThat(policy.weigh(now, now)).isEqualTo(new StalenessPolicy.Accept(0, 1.0));
    }

    @Test
    void discountsByTheRootOfOnePlusTheLag() {
        var verdict = (StalenessPolicy.Accept) policy.weigh(now, new GeneratorVersion(2, 7));

        assertThat(verdict.lag()).isEqualTo(3);
        assertThat(verdict.weight()).isCloseTo(0.5, within(1e-12)); // 1 / sqrt(1 + 3)
    }

    @Nested
    class Rejects {

        @Test
        void whatIsOlderThanTheBound() {
            assertThat(policy.weigh(now, new GeneratorVersion(2, 6)))
                    .isEqualTo(rejected(Kind.STALE, "is 4 generator steps old; at most 3 are accepted"));
        }

        @Test
        void whatAnswersAGeneratorLostInARestart() {
            assertThat(policy.weigh(now, new GeneratorVersion(1, 10)))
                    .isEqualTo(rejected(
                            Kind.OTHER_INCARNATION, "is for incarnation 1 of the generator, which has restarted as 2"));
        }

        @Test
        void whatIsFromTheFuture() {
            assertThat(policy.weigh(now, new GeneratorVersion(2, 11)))
                    .isEqualTo(rejected(Kind.FAULTY, "is for generator step 11, which does not exist yet (now at 10)"));
        }
    }

    private static StalenessPolicy.Reject rejected(Kind kind, String reason) {
        return new StalenessPolicy.Reject(new Rejection(kind, reason));
    }
}
