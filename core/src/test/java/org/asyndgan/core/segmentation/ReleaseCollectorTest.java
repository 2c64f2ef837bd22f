package org.asyndgan.core.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.asyndgan.core.image.LabelMap;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class ReleaseCollectorTest {

    final ReleaseCollector collector = new ReleaseCollector();

    @Test
    void isWholeOnceEverySampleIsThereInWhateverOrderAndHoweverOften() {
        collector.add(sample(1, 1, 2));
        collector.add(sample(1, 1, 2));
        assertThat(collector.whole()).isEmpty();

        collector.add(sample(1, 0, 2));

        assertThat(collector.whole())
                .hasValueSatisfying(pairs ->
                        assertThat(pairs).extracting(pair -> pair.image().at(0)).containsExactly(0f, 1f));
    }

    @Test
    void turnsToANewerReleaseAsSoonAsItBegins() {
        collector.add(sample(1, 0, 1));
        collector.add(sample(2, 0, 3));

        assertThat(collector.whole()).isEmpty();
        assertThat(collector.gathered()).isEqualTo(1);
        assertThat(collector.expected()).isEqualTo(3);
    }

    static SyntheticSample sample(int release, int index, int count) {
        return new SyntheticSample(
                release,
                GeneratorVersion.INITIAL,
                release + "-" + index,
                index,
                count,
                LabelMap.of(1, 1, 2, new byte[] {1}),
                FloatTensor.of(new float[] {index}, 1, 1, 1));
    }
}
