package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.Dtype;

class TensorCodecProperties {

    @Property
    void floatsComeThroughUnchanged(@ForAll("gradients") FloatTensor gradient) throws Refusal {
        assertThat(through(gradient, Dtype.FLOAT32)).isEqualTo(gradient);
    }

    @Property
    void halvesComeThroughWithinTheStatedError(@ForAll("gradients") FloatTensor gradient) throws Refusal {
        FloatTensor received = through(gradient, Dtype.FLOAT16);

        double largest = 0;
        for (int i = 0; i < gradient.size(); i++) {
            largest = Math.max(largest, Math.abs(gradient.at(i)));
        }
        for (int i = 0; i < gradient.size(); i++) {
            double error = Math.abs((double) received.at(i) - gradient.at(i));
            double allowed = Math.abs(gradient.at(i)) * 0x1p-11 + largest * 0x1p-39;
            // Near the smallest float there is, no number lies closer.
            assertThat(error).isLessThanOrEqualTo(Math.max(allowed, Float.MIN_VALUE / 2.0));
        }
    }

    @Property
    void halvesThatCameThroughOnceStayWhatTheyAre(@ForAll("gradients") FloatTensor gradient) throws Refusal {
        FloatTensor once = through(gradient, Dtype.FLOAT16);

        assertThat(through(once, Dtype.FLOAT16)).isEqualTo(once);
    }

    @Property
    void bytesComeThroughAsTheSiteRoundsItsRealImages(@ForAll("images") FloatTensor image) throws Refusal {
        FloatTensor received = through(image, Dtype.UINT8);

        assertThat(received).isEqualTo(EightBit.rounded(image));
        for (int i = 0; i < image.size(); i++) {
            assertThat(received.at(i)).isCloseTo(image.at(i), org.assertj.core.data.Offset.offset(1 / 255f + 1e-6f));
        }
    }

    /** Of magnitudes from 1e-44 to 1e37, and in each tensor over a range of its own. */
    @Provide
    Arbitrary<FloatTensor> gradients() {
        Arbitrary<Integer> exponent = Arbitraries.integers().between(-146, 120);
        Arbitrary<float[]> entries = Arbitraries.floats()
                .between(-16, 16)
                .array(float[].class)
                .ofMinSize(1)
                .ofMaxSize(24);
        Arbitrary<Integer> spread = Arbitraries.integers().between(0, 40);
        return Combinators.combine(entries, exponent, spread).as((values, top, range) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], top - range * i / values.length);
            }
            return FloatTensor.adopt(values, values.length, 1);
        });
    }

    @Provide
    Arbitrary<FloatTensor> images() {
        return Arbitraries.floats()
                .between(-1, 1)
                .array(float[].class)
                .ofMinSize(1)
                .ofMaxSize(64)
                .map(values -> FloatTensor.adopt(values, 1, values.length));
    }

    private static FloatTensor through(FloatTensor tensor, Dtype dtype) throws Refusal {
        return TensorCodec.decode(TensorCodec.encode(tensor, dtype), 2, 1);
    }
}
