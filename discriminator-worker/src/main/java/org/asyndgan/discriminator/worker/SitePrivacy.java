package org.asyndgan.discriminator.worker;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.core.site.privacy.PrivacyUnits;
import org.asyndgan.core.site.privacy.PrivateTraining;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import org.asyndgan.privacy.secret.SecretCoins;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;

/**
 * The differential privacy that a site trains with, settled from its settings and its images.
 *
 * @param unit what is protected
 * @param training how D learns
 * @param budget ε of all runs together; nothing where the site goes beyond it
 * @param delta of the budget
 * @param folder of the ledger
 */
record SitePrivacy(PrivacyUnit unit, PrivateTraining training, OptionalDouble budget, double delta, Path folder) {

    private static final String PREFIX = SiteProperties.PREFIX + ".";

    /** Steps beyond those of the generator that are planned for: answers that it drops, blocks lost in crashes. */
    private static final long SPARE = 64;

    private static final long FIFTIETH = 50;

    /**
     * Settles it.
     *
     * @param files of the training pairs, in the order of the data set
     * @param masks of these pairs
     * @throws SettingsException if a setting is missing, or if some contradict each other
     */
    static SitePrivacy of(SiteProperties properties, List<PairFile> files, SharedMasks masks, Path state) {
        requireNothingElseLeaks(properties);
        PrivacyUnit unit = unit(properties, files);
        List<List<String>> units = units(unit, files, masks.idsOfPairs());
        int expected = properties.privacyBatch();
        if (expected > units.size()) {
            throw SettingsException.refused(PREFIX + "privacy-batch " + expected + " is more than the " + units.size()
                    + " units (" + unit.word() + ") of this site; a step cannot draw more than there are."
                    + " Set it to " + units.size() + " or less");
        }
        double epsilon = epsilon(properties);
        double noise = properties.privacyNoise() == null
                ? plannedNoise(properties, (double) expected / units.size(), epsilon)
                : properties.privacyNoise();
        return new SitePrivacy(
                unit,
                Settings.mapped(
                        SiteProperties.PREFIX,
                        () -> new PrivateTraining(units, expected, noise, properties.privacyClip())),
                properties.dangerouslyExceedPrivacyBudget() ? OptionalDouble.empty() : OptionalDouble.of(epsilon),
                properties.privacyDelta(),
                folder(properties, state));
    }

    /**
     * Insists that nobody has settled a privacy that the site would not have: without {@code privacy=dp} it has none.
     *
     * @throws SettingsException if a setting of a budget is there and {@code privacy} is {@code none}
     */
    static void requireWanted(SiteProperties properties) {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("privacy-epsilon", properties.privacyEpsilon());
        given.put("privacy-noise", properties.privacyNoise());
        given.put("privacy-unit", properties.privacyUnit());
        given.put("privacy-ledger", properties.privacyLedger());
        given.values().removeIf(Objects::isNull);
        if (!properties.isPrivate() && !given.isEmpty()) {
            throw SettingsException.refused(PREFIX + given.keySet().iterator().next() + " is set, but " + PREFIX
                    + "privacy is none, so that the site would train without differential privacy. Set " + PREFIX
                    + "privacy=dp, or leave out " + String.join(", ", given.keySet()));
        }
    }

    private static void requireNothingElseLeaks(SiteProperties properties) {
        String contradiction = "";
        if (properties.normLayer() == NormLayer.BATCH) {
            contradiction = "norm-layer=batch, which couples the images of a batch; set instance or spectral";
        } else if (properties.realPairs() == PairChoice.NAMED_BY_GENERATOR) {
            contradiction = "real-pairs=named-by-generator: what the generator chooses is not sampled; leave it out";
        } else if (properties.sendRealScores()) {
            contradiction = "send-real-scores=true, because these are not covered; leave it out";
        } else if (properties.judgeEvery() > 0) {
            contradiction = "judge-every " + properties.judgeEvery() + ", because distances are not covered; set 0";
        }
        if (!contradiction.isEmpty()) {
            throw SettingsException.refused(PREFIX + "privacy=dp cannot be had with " + PREFIX + contradiction);
        }
        if (!(properties.privacyDelta() > 0 && properties.privacyDelta() < 1)) {
            throw SettingsException.refused(
                    PREFIX + "privacy-delta " + properties.privacyDelta() + " must lie between 0 and 1, such as 1e-5");
        }
    }

    private static PrivacyUnit unit(SiteProperties properties, List<PairFile> files) {
        boolean areNamed = files.stream().allMatch(file -> file.patient().isPresent());
        if (properties.privacyUnit() == PrivacyUnit.PATIENT && !areNamed) {
            throw SettingsException.refused(PREFIX + "privacy-unit=patient needs the patient of every training image;"
                    + " add a column patient to manifest.csv, or set privacy-unit=image, which protects less");
        }
        PrivacyUnit usual = areNamed ? PrivacyUnit.PATIENT : PrivacyUnit.IMAGE;
        return Optional.ofNullable(properties.privacyUnit()).orElse(usual);
    }

    private static List<List<String>> units(PrivacyUnit unit, List<PairFile> files, List<List<String>> idsOfPairs) {
        return unit == PrivacyUnit.IMAGE
                ? idsOfPairs
                : PrivacyUnits.byPatient(
                        files.stream().map(file -> file.patient().orElseThrow()).toList(), idsOfPairs);
    }

    private static double epsilon(SiteProperties properties) {
        if (properties.privacyEpsilon() != null) {
            if (!(properties.privacyEpsilon() > 0)) {
                throw SettingsException.refused(
                        PREFIX + "privacy-epsilon " + properties.privacyEpsilon() + " must be above 0");
            }
            return properties.privacyEpsilon();
        }
        if (properties.dangerouslyExceedPrivacyBudget() && properties.privacyNoise() != null) {
            return Double.POSITIVE_INFINITY;
        }
        throw SettingsException.missing(
                PREFIX + "privacy-epsilon", "the most that all runs on these images together may cost, such as 3");
    }

    private static double plannedNoise(SiteProperties properties, double rate, double epsilon) {
        return new PrivacyPlan(rate, epsilon, properties.privacyDelta())
                .noiseFor(properties.steps() + properties.steps() / FIFTIETH + SPARE)
                .orElseThrow(() -> SettingsException.refused("No noise keeps " + properties.steps()
                        + " steps within epsilon " + epsilon + "; plan with ./asyndgan privacy plan"));
    }

    private static Path folder(SiteProperties properties, Path state) {
        if (properties.privacyLedger() == null) {
            throw SettingsException.missing(
                    PREFIX + "privacy-ledger", "a folder for the ledger, the same for all runs on these images");
        }
        Path folder = Path.of(properties.privacyLedger()).toAbsolutePath().normalize();
        if (folder.startsWith(state.toAbsolutePath().normalize())) {
            throw SettingsException.refused(PREFIX + "privacy-ledger " + folder + " lies within the state folder "
                    + state + ", which belongs to one run and may be restored from a backup; put the ledger elsewhere");
        }
        return folder;
    }

    /** What a step costs. */
    SubsampledGaussian step() {
        return new SubsampledGaussian(training.rate(), training.noise());
    }

    /** Opens the ledger; the secret that noise follows from lies beside it and is never drawn from a seed. */
    LedgerAccount open(String run, InstantSource clock) {
        SecretCoins secret = new SecretCoins(SiteSecret.NOISE.keptIn(folder));
        return new LedgerAccount(this, PrivacyLedger.open(folder, unit.word(), secret, clock), secret, run);
    }

    /** What the state of D depends on. */
    String identity() {
        return "unit " + unit.word() + ", " + training.units().size() + " units, " + training.expected()
                + " a step, noise " + training.noise() + ", clip " + training.clip()
                + ", gradients by row"; // other bits than one unit a pass gave, which must not meet the same noise
    }
}
