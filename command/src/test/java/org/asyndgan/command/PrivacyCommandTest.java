package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("privacy"));
        words.addAll(List.of(arguments));
        return Asyndgan.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }
}
