package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LearningPlanTest {

    @Test
    void sharesAPartOverTheReleasesBeforeTheLastWhichGetsTheRest() {
        LearningPlan plan = new LearningPlan(100, 0.5);

        // Half of 100 over three releases: 16.67 each, rounded down where they end.
        assertThat(plan.end(1, 4)).isEqualTo(16);
        assertThat(plan.end(2, 4)).isEqualTo(33);
        assertThat(plan.end(3, 4)).isEqualTo(50);
        assertThat(plan.end(4, 4)).isEqualTo(100);
    }

    @Test
    void givesAllToTheOnlyRelease() {
        assertThat(new LearningPlan(100, 0.5).end(1, 1)).isEqualTo(100);
    }

    @Test
    void leavesSomethingToTheLastRelease() {
        assertThatThrownBy(() -> new LearningPlan(100, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "segmentation steps 100 must be at least 1, live-share 1.0 in [0, 1): the last release, from"
                                + " the best generator, needs steps too");
    }
}
