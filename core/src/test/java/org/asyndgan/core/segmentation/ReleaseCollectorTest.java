package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class ReleaseCollectorTest {

    final ReleaseCollector collector = new ReleaseCollector();

    @Test
    void handsAReleaseOverOnceEverySampleIsThereInWhateverOrderAndHoweverOften() {
        assertThat(collector.add(sample(1, 1, 2))).isEmpty();
        assertThat(collector.add(sample(1, 1, 2))).isEmpty();

        assertThat(collector.add(sample(1, 0, 2))).hasValueSatisfying(release -> {
            assertThat(release.number()).isEqualTo(1);
            assertThat(release.isLast()).isFalse();
            assertThat(release.pairs()).extracting(pair -> pair.image().at(0)).containsExactly(0f, 1f);
        });
    }

    @Test
    void handsOverOneAfterTheOther() {
        assertThat(collector.add(sample(1, 0, 1))).isPresent();
        assertThat(collector.add(sample(2, 0, 2))).isEmpty();
        assertThat(collector.gathered()).isEqualTo(1);
        assertThat(collector.expected()).isEqualTo(2);
        assertThat(collector.add(sample(2, 1, 2))).isPresent();
        assertThat(collector.add(sample(3, 0, 1))).map(GatheredRelease::isLast).contains(true);
    }

    @Test
    void handsNoReleaseOverAgain() {
        collector.add(sample(2, 0, 1));

        assertThat(collector.add(sample(2, 0, 1))).isEmpty();
        assertThat(collector.add(sample(1, 0, 1))).as("replaced already").isEmpty();
    }

    @Test
    void waitsNoLongerForOneThatALaterOneHasOvertaken() {
        collector.add(sample(1, 0, 2));
        collector.add(sample(2, 0, 1));

        assertThat(collector.add(sample(1, 1, 2))).isEmpty();
    }

    static SyntheticSample sample(int release, int index, int count) {
        return new SyntheticSample(
                release,
                3,
                GeneratorVersion.INITIAL,
                release + "-" + index,
                index,
                count,
                LabelMap.of(1, 1, 2, new byte[] {1}),
                FloatTensor.of(new float[] {index}, 1, 1, 1));
    }
}
