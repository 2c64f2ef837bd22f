package org.asyndgan.privacy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretCoinsTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final SecretCoins coins = new SecretCoins(SECRET);

    @Test
    void repeatsAStep() {
        assertThat(draw(coins, "pairs", 7)).isEqualTo(draw(new SecretCoins(SECRET), "pairs", 7));
    }

    @Test
    void differsByStepPurposeAndSecret() {
        byte[] other = SECRET.clone();
        other[31]++;

        assertThat(draw(coins, "pairs", 7))
                .isNotEqualTo(draw(coins, "pairs", 8))
                .isNotEqualTo(draw(coins, "noise", 7))
                .isNotEqualTo(draw(new SecretCoins(other), "pairs", 7));
    }

    /** 100,000 numbers under 10: each 10,000 times but for four standard deviations of √(100,000 · 0.1 · 0.9) = 95. */
    @Test
    void drawsEachNumberAsOftenAsAnother() {
        int[] counts = new int[10];
        var random = coins.at("pairs", 1);
        for (int i = 0; i < 100_000; i++) {
            counts[random.nextInt(10)]++;
        }

        for (int count : counts) {
            assertThat((double) count).isCloseTo(10_000, within(380.0));
        }
    }

    @Test
    void refusesASecretThatCanBeGuessed() {
        assertThatThrownBy(() -> new SecretCoins(Arrays.copyOf(SECRET, 8)))
                .hasMessage("A secret of 8 bytes can be guessed; give at least 16");
    }

    private static long[] draw(SecretCoins coins, String purpose, long step) {
        return coins.at(purpose, step).longs(300).toArray();
    }
}
