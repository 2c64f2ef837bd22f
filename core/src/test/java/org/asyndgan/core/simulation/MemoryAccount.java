package org.asyndgan.core.simulation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.TrainingHistory;

/** An account that survives its site, with coins that follow from the history and are no secret. */
public final class MemoryAccount implements PrivacyAccount {

    private final Set<TrainingHistory> charged = new HashSet<>();
    private final long most;

    /** @param most steps that it pays for */
    public MemoryAccount(long most) {
        this.most = most;
    }

    /** Steps paid for. */
    public int steps() {
        return charged.size();
    }

    @Override
    public Optional<Coins> charge(TrainingHistory history) {
        if (!charged.contains(history) && charged.size() >= most) {
            return Optional.empty();
        }
        charged.add(history);
        return Optional.of(coins(history));
    }

    @Override
    public void requirePaid(TrainingHistory history, long steps) {
        if (!charged.contains(history) || charged.size() < steps) {
            throw new AssertionError("A snapshot holds steps that were never paid for");
        }
    }

    @Override
    public Coins repeat(TrainingHistory history) {
        if (!charged.contains(history)) {
            throw new AssertionError("A step is repeated that was never paid for");
        }
        return coins(history);
    }

    /** Coins of a history, paid for or not. */
    public static Coins coins(TrainingHistory history) {
        long seed = Arrays.hashCode(history.bytes());
        return new Coins() {
            @Override
            public RandomGenerator sampling() {
                return new Random(seed);
            }

            @Override
            public void noise(int stream, double[] target, int from, int length) {
                Random random = new Random(seed + (stream + 1L) * 0x1_0000_0000L);
                for (int i = 0; i < length; i++) {
                    target[from + i] = random.nextGaussian();
                }
            }
        };
    }

    @Override
    public PrivacyStatement statement() {
        return new PrivacyStatement("image", 4, 1, 1e-5, 1, 0.5, Math.min(1, (double) charged.size() / most));
    }
}
