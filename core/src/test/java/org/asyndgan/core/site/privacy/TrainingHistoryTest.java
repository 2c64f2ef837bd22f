package org.asyndgan.core.site.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class TrainingHistoryTest {

    private static final TrainingHistory BEGINNING = TrainingHistory.beginning("run", "images");

    @Test
    void isTheSameForTheSameBatches() {
        assertThat(BEGINNING.then(batch(1, 0.5f)).then(batch(2, 0.5f)))
                .isEqualTo(TrainingHistory.beginning("run", "images")
                        .then(batch(1, 0.5f))
                        .then(batch(2, 0.5f)));
    }

    @Test
    void tellsApartWhateverAStepDependsOn() {
        assertThat(BEGINNING.then(batch(1, 0.5f)))
                .isNotEqualTo(BEGINNING.then(batch(2, 0.5f)))
                .isNotEqualTo(BEGINNING.then(batch(1, Math.nextUp(0.5f))))
                .isNotEqualTo(BEGINNING.then(batch(1, -0.5f)))
                // The learning rate of the step falls by it.
                .isNotEqualTo(BEGINNING.then(batch(1, 0.5f).ofLength(100)))
                .isNotEqualTo(TrainingHistory.beginning("run", "others").then(batch(1, 0.5f)))
                .isNotEqualTo(BEGINNING.then(batch(0, 0.5f)).then(batch(1, 0.5f)));
        // Not joined before hashing.
        assertThat(TrainingHistory.beginning("ab", "c")).isNotEqualTo(TrainingHistory.beginning("a", "bc"));
    }

    private static SyntheticBatch batch(long sequence, float pixel) {
        return new SyntheticBatch(
                new BatchId(new SiteId("mercy"), sequence),
                GeneratorVersion.INITIAL,
                List.of(new MaskUse("mask", 0)),
                FloatTensor.of(new float[] {pixel, 0, 0, 0}, 1, 1, 2, 2));
    }
}
