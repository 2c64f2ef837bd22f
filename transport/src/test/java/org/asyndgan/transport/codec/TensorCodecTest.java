package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.AvroTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Decoded;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TensorCodecTest {

    @Test
    void writesLittleEndianFloats() {
        AvroTensor tensor = TensorCodec.encode(row(1, -2), Dtype.FLOAT32);

        // 1 is 0x3F800000 and -2 is 0xC0000000.
        assertThat(tensor.getData()).isEqualTo(bytes(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0));
        assertThat(tensor.getShape()).containsExactly(1, 2);
        assertThat(tensor.getScale()).isEqualTo(1);
    }

    @Test
    void scalesHalvesByAPowerOfTwoThatBringsTheLargestTo2To14() {
        // 3e-7 = 1.258… · 2^-22, so the scale is 2^(-22 - 14).
        AvroTensor tensor = TensorCodec.encode(row(3e-7f, -1e-7f), Dtype.FLOAT16);

        assertThat(tensor.getScale()).isEqualTo(0x1p-36);
        assertThat(Float16.toFloat(
                        tensor.getData().order(java.nio.ByteOrder.LITTLE_ENDIAN).getShort(0)))
                .isBetween(0x1p14f, 0x1p15f);
    }

    @Test
    void keepsSmallEntriesBesideLargeOnes() throws Refusal {
        FloatTensor gradient = row(1, 0x1p-28f);

        // 2^-28 · 2^14 = 2^-14 is the smallest normal half.
        assertThat(through(gradient, Dtype.FLOAT16)).isEqualTo(gradient);
    }

    @Test
    void keepsZeros() throws Refusal {
        assertThat(through(row(0, 0), Dtype.FLOAT16)).isEqualTo(row(0, 0));
    }

    @Test
    void keepsTheFaintest() throws Refusal {
        FloatTensor faint = row(Float.MIN_VALUE, -Float.MIN_NORMAL);

        assertThat(through(faint, Dtype.FLOAT16)).isEqualTo(faint);
    }

    @Test
    void letsTheReceiverSeeWhatIsNotFinite() throws Refusal {
        for (Dtype dtype : List.of(Dtype.FLOAT16, Dtype.FLOAT32)) {
            for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                FloatTensor received = through(row(1, broken, 0.5f), dtype);

                assertThat(received.isFinite()).isFalse();
                assertThat(received.at(1)).isEqualTo(Float.valueOf(broken));
                assertThat(received.at(2)).isEqualTo(0.5f);
            }
        }
    }

    @Test
    void readsAScaleThatIsNoPowerOfTwo() throws Refusal {
        AvroTensor tensor = tensor(Dtype.FLOAT32, 0.1, List.of(1, 1), 0, 0, 0x80, 0x3F);

        assertThat(TensorCodec.decode(tensor, 2, 1).at(0)).isEqualTo(0.1f);
    }

    @Nested
    class Refuses {

        @Test
        void bytesThatDoNotFillTheShape() {
            assertRefused(
                    tensor(Dtype.FLOAT16, 1, List.of(1, 2), 0, 0, 0),
                    "has 3 bytes for a tensor of shape [1, 2] and type FLOAT16, which do not fit together");
        }

        @Test
        void aShapeBeyondAllMemory() {
            int most = Integer.MAX_VALUE;
            assertRefused(
                    tensor(Dtype.FLOAT32, 1, List.of(most, most), 0, 0, 0, 0),
                    "has 4 bytes for a tensor of shape [2147483647, 2147483647] and type FLOAT32, which do not fit together");
        }

        @Test
        void aShapeWhoseProductOverflowsToTheNumberOfBytes() throws Refusal {
            // 2^16 · 2^16 · 2^16 · 2^16 is 0 in 64 bits.
            AvroTensor tensor = tensor(Dtype.UINT8, 1, List.of(65_536, 65_536, 65_536, 65_536));

            assertThat(Refusal.orValue(() -> TensorCodec.decode(tensor, 4, 0)))
                    .isEqualTo(new Decoded.Invalid<>(
                            "has 0 bytes for a tensor of shape [65536, 65536, 65536, 65536] and type UINT8, which do"
                                    + " not fit together"));
        }

        @Test
        void aNegativeLength() {
            assertRefused(
                    tensor(Dtype.UINT8, 1, List.of(-1, -1), 0),
                    "has a tensor of shape [-1, -1], which has a length below 1");
        }

        @Test
        void anEmptyAxis() {
            assertRefused(
                    tensor(Dtype.UINT8, 1, List.of(1, 0)), "has a tensor of shape [1, 0], which has a length below 1");
        }

        @Test
        void anotherNumberOfAxes() {
            assertRefused(tensor(Dtype.UINT8, 1, List.of(1), 0), "has a tensor of shape [1], not of 2 axes");
            assertRefused(
                    tensor(Dtype.UINT8, 1, java.util.Collections.nCopies(1000, 1), 0),
                    "has a tensor of 1000 axes, not of 2 axes");
        }

        @Test
        void aScaleThatIsNone() {
            for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-60, 1e60}) {
                assertRefused(
                        tensor(Dtype.FLOAT16, scale, List.of(1, 1), 0, 0),
                        "has a tensor with scale " + scale + ", which is not positive and finite in 32 bits");
            }
        }

        private void assertRefused(AvroTensor tensor, String reason) {
            assertThat(Refusal.orValue(() -> TensorCodec.decode(tensor, 2, 1)))
                    .isEqualTo(new Decoded.Invalid<>(reason));
        }
    }

    private static FloatTensor row(float... values) {
        return FloatTensor.of(values, 1, values.length);
    }

    private static FloatTensor through(FloatTensor tensor, Dtype dtype) throws Refusal {
        return TensorCodec.decode(TensorCodec.encode(tensor, dtype), 2, 1);
    }

    private static AvroTensor tensor(Dtype dtype, double scale, List<Integer> shape, int... data) {
        return new AvroTensor(shape, dtype, scale, null, bytes(data));
    }

    private static ByteBuffer bytes(int... data) {
        ByteBuffer bytes = ByteBuffer.allocate(data.length);
        for (int one : data) {
            bytes.put((byte) one);
        }
        return bytes.flip();
    }
}
