package org.asyndgan.discriminator.worker;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.TrainingHistory;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import org.asyndgan.privacy.secret.GaussianNoise;
import org.asyndgan.privacy.secret.SecretCoins;

/** A site's account: the ledger pays, and coins and noise follow from its secret and the history of the step. */
final class LedgerAccount implements PrivacyAccount, AutoCloseable {

    private final SitePrivacy privacy;
    private final PrivacyLedger ledger;
    private final SecretCoins secret;
    private final String run;
    private long countedAt = -1;
    private double spent;

    LedgerAccount(SitePrivacy privacy, PrivacyLedger ledger, SecretCoins secret, String run) {
        this.privacy = privacy;
        this.ledger = ledger;
        this.secret = secret;
        this.run = run;
    }

    @Override
    public Optional<Coins> charge(TrainingHistory history) {
        return ledger.charge(run, history.bytes(), privacy.step(), privacy.budget(), privacy.delta())
                ? Optional.of(new OfStep(secret, history.bytes()))
                : Optional.empty();
    }

    @Override
    public void requirePaid(TrainingHistory history, long steps) {
        ledger.requireCharged(run, history.bytes(), steps);
    }

    @Override
    public Coins repeat(TrainingHistory history) {
        ledger.requireCharged(history.bytes());
        return new OfStep(secret, history.bytes());
    }

    @Override
    public PrivacyStatement statement() {
        long steps = ledger.book().steps();
        if (steps != countedAt) {
            spent = ledger.book().epsilon(privacy.delta());
            countedAt = steps;
        }
        return new PrivacyStatement(
                privacy.unit().word(),
                privacy.training().units().size(),
                privacy.budget().orElse(Double.POSITIVE_INFINITY),
                privacy.delta(),
                privacy.training().noise(),
                privacy.training().rate(),
                spent);
    }

    @Override
    public void close() {
        ledger.close();
    }

    /** Both follow from the history, each in a stream of its own. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record OfStep(SecretCoins secret, byte[] history) implements Coins {

        @Override
        public RandomGenerator sampling() {
            return secret.at("units of a step", history);
        }

        @Override
        public void noise(int stream, double[] target, int from, int length) {
            GaussianNoise.fill(secret.at("noise of a step " + stream, history), target, from, length);
        }
    }
}
