package org.asyndgan.experiment.gan;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.privacy.secret.GaussianNoise;
import org.asyndgan.privacy.secret.SecretCoins;

/**
 * Pays for every step: the noise was planned for all of them, and none is taken twice with other noise.
 *
 * @param secret that coins and noise follow from
 */
public record PlannedAccount(SecretCoins secret, PrivacyStatement statement) implements PrivacyAccount {

    @Override
    public Optional<Coins> charge(TrainingHistory history) {
        return Optional.of(repeat(history));
    }

    @Override
    public void requirePaid(TrainingHistory history, long steps) {
        // no step can be unpaid
    }

    @Override
    public Coins repeat(TrainingHistory history) {
        byte[] bytes = history.bytes();
        return new Coins() {
            @Override
            public RandomGenerator sampling() {
                return secret.at("units", bytes);
            }

            @Override
            public void noise(int stream, double[] target, int from, int length) {
                GaussianNoise.fill(secret.at("noise " + stream, bytes), target, from, length);
            }
        };
    }
}
