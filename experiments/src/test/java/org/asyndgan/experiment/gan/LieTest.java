package org.asyndgan.experiment.gan;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class LieTest {

    private final SiteGradient truth = new SiteGradient(
            new BatchId(new SiteId("mercy"), 3),
            new GeneratorVersion(1, 2),
            FloatTensor.of(new float[] {0.5f, -0.25f}, 1, 1, 1, 2),
            new SiteReport(1, 2, 0.5, 0.5, 4, 0));

    @Test
    void changesTheGradientAlone() {
        assertThat(told(Lie.NONE)).containsExactly(0.5f, -0.25f);
        assertThat(told(Lie.FLIPPED)).containsExactly(-0.5f, 0.25f);
        assertThat(told(Lie.LOUD)).containsExactly(50, -25);
        assertThat(told(Lie.OPPOSED)).containsExactly(-50, 25);
        assertThat(told(Lie.CONSTANT)).containsExactly(1, 1);
    }

    private float[] told(Lie lie) {
        SiteGradient told = lie.of(truth);
        assertThat(told.batch()).isEqualTo(truth.batch());
        assertThat(told.drawnBy()).isEqualTo(truth.drawnBy());
        assertThat(told.report()).isEqualTo(truth.report());
        assertThat(told.gradient().shape()).isEqualTo(truth.gradient().shape());
        return told.gradient().toArray();
    }
}
