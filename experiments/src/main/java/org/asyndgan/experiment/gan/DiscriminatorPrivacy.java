package org.asyndgan.experiment.gan;

import java.util.List;
import java.util.Map;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivacyAccount;
import org.asyndgan.core.site.privacy.PrivacyUnits;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.experiment.ExperimentException;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.secret.SecretCoins;

/**
 * Differential privacy of every site's discriminator, settled as a site of a run settles it (docs/privacy.md): by patient where
 * each training image has one named, else by image; the least noise with which all steps stay within the budget.
 *
 * @param epsilon of a site's images, for the whole training; above 0
 * @param delta of that epsilon
 * @param expected units that a step draws on the average, at most those that a site has
 * @param clip largest norm of what one unit adds to a step
 * @param patients of each site's training images, in their order; none where they are not all named
 */
public record DiscriminatorPrivacy(
        double epsilon, double delta, int expected, double clip, Map<String, List<String>> patients) {

    public DiscriminatorPrivacy {
        if (!(epsilon > 0) || !(delta > 0 && delta < 1) || expected < 1 || !(clip > 0)) {
            throw new IllegalArgumentException("privacy-epsilon " + epsilon + ", privacy-batch " + expected
                    + " and privacy-clip " + clip + " must be above 0, privacy-delta " + delta + " between 0 and 1");
        }
        patients = Map.copyOf(patients);
    }

    /** What a site's discriminator is trained with. */
    PrivateTraining training(String site, SharedMasks masks, long steps) {
        List<List<String>> units = units(site, masks);
        int drawn = Math.min(expected, units.size());
        PrivacyPlan plan = new PrivacyPlan((double) drawn / units.size(), epsilon, delta);
        double noise = plan.noiseFor(steps)
                .orElseThrow(() -> new ExperimentException(
                        "ADG-629",
                        "No noise keeps " + steps + " steps of site " + site + " within epsilon " + epsilon
                                + ". Take a larger --privacy-epsilon or fewer --steps."));
        return new PrivateTraining(units, drawn, noise, clip);
    }

    private List<List<String>> units(String site, SharedMasks masks) {
        return isByPatient(site) ? PrivacyUnits.byPatient(patients.get(site), masks.idsOfPairs()) : masks.idsOfPairs();
    }

    private boolean isByPatient(String site) {
        return !patients.getOrDefault(site, List.of()).isEmpty();
    }

    /** All steps are within the budget, because the noise was planned for them. */
    PrivacyAccount account(String site, PrivateTraining training, SecretCoins secret) {
        PrivacyStatement statement = new PrivacyStatement(
                isByPatient(site) ? "patient" : "image",
                training.units().size(),
                epsilon,
                delta,
                training.noise(),
                training.rate(),
                epsilon);
        return new PlannedAccount(secret, statement);
    }
}
