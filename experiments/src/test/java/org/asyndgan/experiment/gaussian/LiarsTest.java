package org.asyndgan.experiment.gaussian;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.experiment.ExperimentObserver;
import org.asyndgan.experiment.gan.Lie;
import org.asyndgan.nn.backend.Engine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiarsTest {

    private static final int NO_CAP = 0;
    private static final int CAP_1 = 3;

    @BeforeAll
    static void computeOnOneThread() {
        Engine.useThreads(1);
    }

    /** The mixture's mean is 1/3 and its parts lie between -6 and 5; a lost generator draws -8 or 8. */
    @ParameterizedTest
    @EnumSource(FoldMode.class)
    void oneOfThreeThatPushesTheOtherWayIsHeldByACapOfOne(FoldMode mode) {
        Liars.Row row = liars(mode).row(3, Lie.OPPOSED, false);

        assertThat(row.lie()).isEqualTo("flipped, 100 times");
        assertThat(row.factor()).isLessThan(0.1);
        assertThat(row.liar()).isNegative();
        assertThat(row.distances().get(NO_CAP)).isGreaterThan(5);
        assertThat(row.distances().get(CAP_1)).isLessThan(2);
    }

    @Test
    void isPrintedAsATable() {
        Liars.Row row = liars(FoldMode.ASYNC).row(3, Lie.NONE, true);

        assertThat(Liars.markdown(java.util.List.of(row)))
                .contains("| no cap | cap 2 | the default cap | cap 1 |")
                .contains("| 3 | nobody lies, each site another distribution | ");
        // With three sites the default is a cap of 1.
        assertThat(row.distances()).hasSize(4);
        assertThat(row.distances().get(2)).isEqualTo(row.distances().get(CAP_1));
    }

    private static Liars liars(FoldMode mode) {
        return new Liars(new GaussianSettings(150, 1), mode, new Silent());
    }

    private record Silent() implements ExperimentObserver {

        @Override
        public void began(String what, String left) {
            // nobody looks
        }

        @Override
        public void progressed(long done, long total, String details) {
            // nobody looks
        }

        @Override
        public void found(String what) {
            // nobody looks
        }
    }
}
