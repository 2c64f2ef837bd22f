package org.asyndgan.transport.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Messages;
import org.junit.jupiter.api.Test;

class RecordSizesTest {

    private final RecordSizes sizes = new RecordSizes(4, 3, 32, 48, Dtype.UINT8, Dtype.FLOAT16, 5, 2);

    @Test
    void countATensorByItsShapeAndType() {
        // 4 x 3 x 32 x 48 = 18432 elements of 2 bytes, and 1024 for the rest.
        assertThat(sizes.largest(Channel.GRADIENTS)).isEqualTo(36_864 + 1024);
        // 18432 elements of 1 byte and 4 masks of 72.
        assertThat(sizes.largest(Channel.SYNTHETIC)).isEqualTo(18_432 + 4 * 72 + 1024);
        // 32 x 48 labels; with 3 channels of as many bytes in a sample.
        assertThat(sizes.largest(Channel.MASKS)).isEqualTo(1536 + 1024);
        assertThat(sizes.largest(Channel.SAMPLES)).isEqualTo(4 * 1536 + 1024);
    }

    @Test
    void countTheFactorsOfGradientsInBytes() {
        var bytes = new RecordSizes(4, 3, 32, 48, Dtype.UINT8, Dtype.UINT8, 5, 2);

        assertThat(bytes.largest(Channel.GRADIENTS)).isEqualTo(18_432 + 4 * 3 * 8 + 1024);
        assertThat(bytes.largest(Channel.SYNTHETIC)).isEqualTo(sizes.largest(Channel.SYNTHETIC));
    }

    @Test
    void areNotBelowTheLargestMessageThatCanBeWritten() throws Exception {
        int batch = Messages.batch(4, 3, 32, 48).toByteBuffer().remaining();
        int gradient = Messages.gradient(4, 3, 32, 48).toByteBuffer().remaining();

        // Kafka's batch header (61), a record's own (at most 36), the key (at most 24) and Confluent's 5 bytes.
        assertThat(sizes.largest(Channel.SYNTHETIC)).isBetween(batch + 126L, batch + 1024L);
        assertThat(sizes.largest(Channel.GRADIENTS)).isBetween(gradient + 126L, gradient + 1024L);
    }

    @Test
    void doNotOverflowForLargeImages() {
        var large = new RecordSizes(64, 3, 4096, 4096, Dtype.FLOAT32, Dtype.FLOAT32, 1, 1);

        assertThat(large.largest(Channel.GRADIENTS)).isEqualTo(64L * 3 * 4096 * 4096 * 4 + 1024);
    }

    @Test
    void refuseABatchOfNothing() {
        assertThatThrownBy(() -> new RecordSizes(0, 1, 64, 64, Dtype.UINT8, Dtype.FLOAT16, 3, 2))
                .hasMessage("Batches of [0, 1, 64, 64], 2 at once for 3 sites, cannot be; every number must be 1 or"
                        + " more");
    }
}
