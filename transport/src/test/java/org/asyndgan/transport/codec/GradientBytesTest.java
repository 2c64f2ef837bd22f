package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.schema.TrustedMessages;
import org.junit.jupiter.api.Test;

class GradientBytesTest {

    private static final SiteId MERCY = new SiteId("mercy");

    static {
        // As a RunCodec does: a tensor is copied here.
        TrustedMessages.trust();
    }

    @Property
    void loseLessThanAStepOfTheirMap(@ForAll @Size(12) List<@FloatRange(min = -3e30f, max = 3e30f) Float> elements)
            throws Refusal {
        FloatTensor gradient = tensor(elements, 2, 3, 1, 2);

        AvroTensor written = GradientBytes.encode(gradient, batch(7));
        FloatTensor read = GradientBytes.decode(written);

        assertThat(read.shape()).isEqualTo(gradient.shape());
        assertThat(written.getFactors()).hasSize(6);
        for (int i = 0; i < gradient.size(); i++) {
            double step = written.getFactors().get(i / 2);
            assertThat((double) read.at(i)).isCloseTo(gradient.at(i), within(step * (1 + 1e-6)));
        }
    }

    @Test
    void areRightInTheMean() throws Refusal {
        FloatTensor gradient = FloatTensor.adopt(new float[] {127, 0.25f, -0.7f, 3.5f}, 1, 1, 2, 2);
        double[] sums = new double[4];
        int batches = 10_000;

        for (int sequence = 0; sequence < batches; sequence++) {
            FloatTensor read = GradientBytes.decode(GradientBytes.encode(gradient, batch(sequence)));
            for (int i = 0; i < 4; i++) {
                sums[i] += read.at(i);
            }
        }

        // The standard error of a coin's mean is at most 0.005; the numbers are the same in every run.
        for (int i = 0; i < 4; i++) {
            assertThat(sums[i] / batches).isCloseTo(gradient.at(i), within(0.02));
        }
    }

    @Test
    void areTheSameForTheSameBatch() {
        FloatTensor gradient = FloatTensor.adopt(new float[] {1, 0.3f, 0.2f, 0.1f}, 1, 1, 2, 2);

        assertThat(GradientBytes.encode(gradient, batch(4))).isEqualTo(GradientBytes.encode(gradient, batch(4)));
    }

    @Test
    void ofAMapOfZerosAreZeros() throws Refusal {
        FloatTensor nothing = FloatTensor.adopt(new float[4], 1, 1, 2, 2);

        assertThat(GradientBytes.decode(GradientBytes.encode(nothing, batch(0))))
                .isEqualTo(nothing);
    }

    @Test
    void keepWhatIsNotANumberApart() throws Refusal {
        FloatTensor broken = FloatTensor.adopt(new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -127, 127}, 1, 1, 2, 2);

        FloatTensor read = GradientBytes.decode(GradientBytes.encode(broken, batch(0)));

        assertThat(read.at(0)).isNaN();
        assertThat(read.at(1)).isNaN();
        assertThat(read.at(2)).isEqualTo(-127);
        assertThat(read.at(3)).isEqualTo(127);
    }

    @Test
    void reachAsFarAsFloats() throws Refusal {
        FloatTensor largest = FloatTensor.adopt(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0, 0}, 1, 1, 2, 2);

        FloatTensor read = GradientBytes.decode(GradientBytes.encode(largest, batch(0)));

        assertThat(read).isEqualTo(largest);
    }

    @Test
    void areRefusedWithFactorsThatFitNoGradient() {
        AvroTensor written = GradientBytes.encode(FloatTensor.adopt(new float[] {1, 2}, 1, 2, 1, 1), batch(0));

        assertRefused(written, null, "has a gradient of type UINT8 without factors, which cannot hold one");
        assertRefused(written, List.of(1.0), "has 1 factors for 2 maps");
        assertRefused(written, List.of(1.0, -1.0), "has a gradient with factor -1.0, which is not a size in 32 bits");
        assertRefused(
                written, List.of(Double.NaN, 1.0), "has a gradient with factor NaN, which is not a size in 32 bits");
        assertRefused(written, List.of(1e40, 1.0), "has a gradient with factor 1.0E40, which is not a size in 32 bits");
        double tooLarge = Math.nextUp((double) Float.MAX_VALUE / 127);
        assertRefused(
                written,
                List.of(tooLarge, 1.0),
                "has a gradient with factor " + tooLarge + ", which is not a size in 32 bits");
    }

    private static void assertRefused(AvroTensor written, List<Double> factors, String why) {
        AvroTensor other = AvroTensor.newBuilder(written).setFactors(factors).build();
        assertThat(other.getDtype()).isEqualTo(Dtype.UINT8);
        assertThatThrownBy(() -> GradientBytes.decode(other))
                .isInstanceOf(Refusal.class)
                .hasMessage(why);
    }

    private static BatchId batch(long sequence) {
        return new BatchId(MERCY, sequence);
    }

    private static FloatTensor tensor(List<Float> elements, int... shape) {
        float[] values = new float[elements.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.get(i);
        }
        return FloatTensor.adopt(values, shape);
    }
}
