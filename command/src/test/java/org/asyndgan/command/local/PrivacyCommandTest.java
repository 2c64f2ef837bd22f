package org.asyndgan.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import org.asyndgan.privacy.secret.SecretCoins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheNoiseForABudgetByImageAndByPatient() {
        assertThat(run(
                        "plan",
                        "--images",
                        "500",
                        "--patients",
                        "45",
                        "--batch",
                        "8",
                        "--steps",
                        "1000",
                        "--epsilon",
                        "3"))
                .isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("Unit image: 500 units, 8 a step on the average (q = 0.01600)"))
                .anyMatch(line -> line.startsWith("Unit patient: 45 units"))
                .anyMatch(line -> line.contains("all 12 images of a patient together have epsilon "))
                .anyMatch(line -> line.endsWith("an AUC of at most 0.694,"))
                .filteredOn(line -> line.endsWith("the noise for your steps"))
                .hasSize(2);
    }

    @Test
    void saysThatImagesTogetherAreNotProtected() {
        assertThat(run(
                        "plan",
                        "--images",
                        "2000",
                        "--patients",
                        "50",
                        "--batch",
                        "40",
                        "--steps",
                        "2000",
                        "--epsilon",
                        "200"))
                .isZero();

        assertThat(out.toString()).doesNotContain("Infinity", "NaN");
        assertThat(out.toString().lines())
                .contains("  With that noise and images as units, all 40 images of a patient together have an epsilon"
                        + " too large to be computed: count on no protection of a patient.");
    }

    @Test
    void refusesABatchOfMorePatientsThanThereAre() {
        assertThat(run(
                        "plan",
                        "--images",
                        "500",
                        "--patients",
                        "5",
                        "--batch",
                        "8",
                        "--steps",
                        "1000",
                        "--epsilon",
                        "3"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("--batch must be at most the number of units; a step cannot draw more than there are.");
    }

    @Test
    void printsALedgerRunByRun(@TempDir Path folder) {
        SecretCoins secret = new SecretCoins("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        try (PrivacyLedger ledger = PrivacyLedger.open(folder, "patient", secret, () -> Instant.EPOCH)) {
            for (byte step = 0; step < 20; step++) {
                ledger.charge(
                        step < 12 ? "first" : "second",
                        new byte[] {step},
                        new SubsampledGaussian(0.1, 4),
                        OptionalDouble.empty(),
                        1e-5);
            }
        }

        assertThat(run("ledger", folder.toString())).isZero();

        double epsilon = new PrivacyPlan(0.1, 5, 1e-5).spent(4, 20);
        assertThat(out.toString().lines()).first().isEqualTo("Ledger " + folder + ", by patient");
        assertThat(out.toString())
                .contains(String.format(
                        Locale.ROOT,
                        "Epsilon %.3f at delta 1.0E-5, zero-out adjacency (RDP), of all runs together.",
                        epsilon));
    }

    @Test
    void saysThatThereIsNoLedger(@TempDir Path folder) {
        assertThat(run("ledger", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("There is no ledger in " + folder + ".");
    }

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("privacy"));
        words.addAll(List.of(arguments));
        return Asyndgan.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
