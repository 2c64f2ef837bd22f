package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code privacy audit} of a run, its sites asked in the command's process and as processes of their own over a broker. */
class PrivacyAuditIT {

    /** What a gradient loses on the wire, where it has 16 bits, moves one of four members past one of two others at most. */
    private static final double ROUNDING = 1.0 / 8;

    @TempDir
    Path folder;

    @Test
    void asksTheSitesOverKafkaWhatItAsksThemInItsOwnProcess() throws Exception {
        TinyTraining run = TinyTraining.in(folder);
        markHeldOut(2);
        assertThat(run.train("audited", "--no-baselines", "--no-live", "--accept-doubts"))
                .isZero();
        Path path = folder.resolve("runs/audited");
        List<String> before = inside(path);

        assertThat(audit()).isZero();
        JsonNode alone = numbers();
        assertThat(audit("--over-kafka")).isZero();
        JsonNode overKafka = numbers();

        for (String site : List.of("mercy", "north")) {
            // Masks leave as they are unless a site says otherwise, so each is known again.
            assertThat(number(alone, site, "masks: which case")).isEqualTo(1);
            for (String attack : List.of(
                    "release",
                    "discriminator",
                    "curious generator, loss",
                    "image matched with its mask",
                    "masks",
                    "masks: which case")) {
                assertThat(number(overKafka, site, attack)).as(attack).isEqualTo(number(alone, site, attack));
            }
            String norm = "curious generator, gradient norm";
            assertThat(number(overKafka, site, norm)).isCloseTo(number(alone, site, norm), within(ROUNDING));
        }
        assertThat(inside(path)).isEqualTo(with(before, "audit.html", "audit.json"));

        Files.delete(path.resolve("audit.json"));
        markHeldOut(1);

        assertThat(audit()).isEqualTo(1);
        assertThat(path.resolve("audit.json")).doesNotExist();
    }

    private int audit(String... more) {
        String[] arguments = {"privacy", "audit", "--run=audited", "--runs=" + folder.resolve("runs")};
        return TinyTraining.execute(
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    }

    private JsonNode numbers() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("runs/audited/audit.json").toFile());
    }

    /** Area under an attack's curve, or the share that it got right. */
    private static double number(JsonNode numbers, String site, String attack) {
        JsonNode area =
                numbers.path(site).path("membership").path(attack).path("auc").path("value");
        if (area.isNumber()) {
            return area.asDouble();
        }
        for (JsonNode hits : numbers.path(site).path("other")) {
            if (hits.path("name").asText().equals(attack)) {
                return hits.path("right").asDouble() / hits.path("trials").asDouble();
            }
        }
        throw new AssertionError("No attack " + attack + " on " + site + " in " + numbers);
    }

    private static List<String> inside(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return all.stream().sorted().toList();
    }

    /** Of the six pairs of each site the last; two are what an audit needs at the least. */
    private void markHeldOut(int pairs) throws IOException {
        StringBuilder manifest = new StringBuilder("file,site,split\n");
        for (String site : new String[] {"mercy", "north"}) {
            for (int pair = 0; pair < 6; pair++) {
                manifest.append(pair).append(".png,").append(site).append(pair < 6 - pairs ? ",train\n" : ",test\n");
            }
        }
        Files.writeString(folder.resolve("data/manifest.csv"), manifest);
    }
}
