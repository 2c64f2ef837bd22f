package org.asyndgan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.topic.TopicSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's folder, before and between its talks with the brokers. */
class FederationTest {

    private static final Duration LIFE = Duration.ofDays(2);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId LATE = new SiteId("lariboisiere");

    @TempDir
    Path folder;

    @Test
    void keepsTheSettingsOfSitesForOneThatIsAddedLater() {
        make(List.of(MERCY), Map.of("asyndgan.site.label-values", "0,255", "asyndgan.site.layers", "3"));
        Federation again = make(List.of(MERCY), Map.of("asyndgan.site.layers", "2"));
        again.add(LATE);

        assertThat(Kit.settings(again.kit("lariboisiere")))
                .containsEntry("asyndgan.site.label-values", "0,255")
                .containsEntry("asyndgan.site.layers", "2")
                .containsEntry("asyndgan.site.name", "lariboisiere");
    }

    @Test
    void namesASiteThatWasAddedToTheGeneratorAndKeepsItsKeys() throws IOException {
        Federation made = make(List.of(MERCY), Map.of());
        byte[] keys = Files.readAllBytes(made.kit("generator").resolve(Kit.IDENTITY));
        Object login = Kit.settings(made.kit("generator")).get("asyndgan.link.kafka.sasl.jaas.config");

        made.add(LATE);

        assertThat(Kit.settings(made.kit("generator")))
                .containsEntry("asyndgan.generator.sites", "mercy,lariboisiere")
                .containsEntry("asyndgan.link.kafka.sasl.jaas.config", login);
        assertThat(made.kit("generator").resolve(Kit.IDENTITY)).hasBinaryContent(keys);
    }

    @Test
    void remembersHowTopicsWereMade() {
        TopicSettings three = new TopicSettings((short) 3, 32 << 20, Duration.ofDays(14), Duration.ofDays(365));
        assertThat(make(List.of(MERCY), Map.of()).topics()).isEmpty();

        FederationState.in(folder).orElseThrow().with(three).write(folder);

        assertThat(make(List.of(MERCY), Map.of()).topics()).contains(three);
        assertThat(Federation.open(folder, LIFE, CLOCK).topics()).contains(three);
    }

    @Test
    void readsARecordFromBeforeTopicsWereRemembered() throws IOException {
        make(List.of(MERCY), Map.of());
        Path record = folder.resolve("federation.json");
        String[] lines = Files.readString(record).split("\n");
        String older = String.join(
                        "\n",
                        Arrays.stream(lines)
                                .filter(line -> !line.contains("\"topics\""))
                                .toList())
                .replaceFirst("},\\s*}$", "}\n}");
        assertThat(older).doesNotContain("topics");
        Files.writeString(record, older);

        assertThat(Federation.open(folder, LIFE, CLOCK).topics()).isEmpty();
    }

    private Federation make(List<SiteId> sites, Map<String, String> settings) {
        return Federation.make(
                folder,
                new Federation.Definition(
                        "nuclei",
                        sites,
                        "kafka.example.org:9093",
                        "https://kafka.example.org:8443",
                        List.of(),
                        Optional.empty(),
                        settings),
                LIFE,
                CLOCK);
    }
}
