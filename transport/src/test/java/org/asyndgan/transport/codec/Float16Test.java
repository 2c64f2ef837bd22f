package org.asyndgan.transport.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Float16Test {

    private static final int INFINITE = 0x7C00;

    @Test
    void readsEveryNumberAsItsDefinitionSays() {
        for (int half = 0; half < INFINITE; half++) {
            // (-1)^sign · 2^(e - 15) · 1.fraction, and 2^-14 · 0.fraction where e is 0.
            int exponent = half >>> 10;
            double fraction = (half & 0x3FF) / 1024.0;
            double value = exponent == 0 ? fraction * 0x1p-14 : Math.scalb(1 + fraction, exponent - 15);

            assertThat((double) Float16.toFloat((short) half)).isEqualTo(value);
            assertThat((double) Float16.toFloat((short) (half | 0x8000))).isEqualTo(-value);
        }
    }

    @Test
    void givesEveryOneOfThe65536BackUnchanged() {
        for (int half = 0; half < 0x10000; half++) {
            float value = Float16.toFloat((short) half);

            if ((half & 0x7FFF) > INFINITE) {
                assertThat(value).isNaN();
                assertThat(Float16.toFloat(Float16.ofFloat(value))).isNaN();
            } else {
                assertThat(Float16.ofFloat(value)).isEqualTo((short) half);
            }
        }
    }

    @Test
    void roundsToTheNearestAndTiesToTheEven() {
        for (int half = 0; half < INFINITE; half++) {
            double above = half + 1 == INFINITE ? 0x1p16 : Float16.toFloat((short) (half + 1));
            // Halfway between two halves is exact in 32 bits.
            float tie = (float) ((Float16.toFloat((short) half) + above) / 2);
            short even = (short) (half + (half & 1));

            assertThat(Float16.ofFloat(Math.nextDown(tie))).isEqualTo((short) half);
            assertThat(Float16.ofFloat(tie)).isEqualTo(even);
            assertThat(Float16.ofFloat(Math.nextUp(tie))).isEqualTo((short) (half + 1));
            assertThat(Float16.ofFloat(-tie)).isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void hasNoFiniteNumberFrom65520On() {
        assertThat(Float16.ofFloat(Math.nextDown(65_520f))).isEqualTo((short) 0x7BFF);
        assertThat(Float16.ofFloat(65_520f)).isEqualTo((short) INFINITE);
        assertThat(Float16.ofFloat(Float.MAX_VALUE)).isEqualTo((short) INFINITE);
        assertThat(Float16.ofFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) (INFINITE | 0x8000));
    }
}
