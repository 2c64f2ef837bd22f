package org.asyndgan.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void keepsBlanksAndLineBreaksOfASetting() {
        Map<String, String> odd = Map.of("asyndgan.site.name-of-a", "  a b ", "asyndgan.site.b", "\tc\nd=e\\f\r");

        Federation made = make(List.of(MERCY), odd);

        assertThat(Kit.settings(made.kit("mercy"))).containsAllEntriesOf(odd);
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

    @Test
    void takesNobodyInAgainByTheCommandThatMadeIt() {
        make(List.of(MERCY, LATE), Map.of());
        FederationState.in(folder).orElseThrow().without(MERCY).write(folder);

        assertThatThrownBy(() -> make(List.of(MERCY, LATE), Map.of()))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "Site mercy was revoked. Leave it out of --sites; --add-site mercy takes it in again, with new"
                                + " keys and a new password. (ADG-664)");
        Federation again = make(List.of(LATE), Map.of());
        assertThat(again.sites()).containsExactly(LATE);
        again.add(MERCY);
        assertThat(again.sites()).containsExactly(LATE, MERCY);
    }

    @Test
    void callsNoSiteAsAnotherParty() {
        SiteId named = new SiteId("generator");
        Federation made = make(List.of(MERCY), Map.of());
        String told = "No site of a federation can be called generator: its kit would be that of another party, as"
                + " [generator, segmenter, live] are. Give the site another name. (ADG-664)";

        assertThatThrownBy(() -> make(List.of(named), Map.of())).hasMessage(told);
        assertThatThrownBy(() -> made.add(named)).hasMessage(told);
        assertThat(Kit.settings(made.kit("generator"))).containsEntry("asyndgan.generator.sites", "mercy");
    }

    @Test
    void knowsAddressesOfBothKinds() {
        List<String> hosts = Authority.hostsOf(
                List.of("kafka.example.org:9093,[2001:db8::1]:9093", "https://[2001:db8::2]:8443/", "2001:db8::3"));

        assertThat(hosts)
                .containsExactly(
                        "kafka.example.org", "2001:db8::1", "2001:db8::2", "2001:db8::3", "localhost", "127.0.0.1");
        assertThat(Authority.make("ours", CLOCK.instant()).issue("broker", hosts, LIFE, CLOCK.instant(), "secret"))
                .isNotEmpty();
    }

    @Test
    void takesAKeyBehindTheNameOfItsCurveAndNoneOfAnotherAuthority() throws IOException {
        Path certificate = folder.resolve("ours/certificate.pem");
        Path key = folder.resolve("ours/key.pem");
        Authority.make("ours", CLOCK.instant()).write(certificate, key);
        Files.writeString(
                key,
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Files.readString(key));
        Path other = folder.resolve("other/key.pem");
        Authority.make("other", CLOCK.instant()).write(folder.resolve("other/certificate.pem"), other);

        assertThat(Authority.read(certificate, key).certificatePem()).isEqualTo(Files.readAllBytes(certificate));
        assertThatThrownBy(() -> Authority.read(certificate, other))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        "The authority's file " + certificate + " is not that of the key in " + other
                                + ". Name with --ca and --ca-key the PEM files of an authority's certificate and key. (ADG-662)");
    }

    @Test
    void saysWhichFilesAreFromBeforeAnAddressWasChanged() throws IOException {
        assertThat(make(List.of(MERCY), Map.of()).outdated()).isEmpty();
        assertThat(make(List.of(MERCY), Map.of()).outdated()).isEmpty();

        List<String> hosts = List.of("10.0.0.7", "2001:db8::7");
        Federation moved = make(List.of(MERCY, LATE), "kafka-2.example.org:9093", hosts, Map.of());

        String kits = "Kits that exist stay: those of [generator, segmenter, live, mercy] have other addresses than"
                + " --brokers and --registry say now. Correct asyndgan.link.brokers and asyndgan.link.registry in their"
                + " asyndgan.properties, also where a kit was handed out.";
        String certificate =
                " does not name [kafka-2.example.org, 10.0.0.7, 2001:db8::7], and clients refuse what they reach"
                        + " there. Move that folder away, repeat this command, which makes a new one, and start with it again"
                        + " whatever used the old one.";
        assertThat(moved.outdated())
                .containsExactly(
                        kits,
                        "Keys that exist stay: the certificate in " + folder.resolve("broker") + certificate,
                        "Keys that exist stay: the certificate in " + folder.resolve("registry-proxy") + certificate);

        Files.move(moved.broker(), folder.resolve("old-broker"));
        Files.move(moved.registryProxy(), folder.resolve("old-registry-proxy"));
        assertThat(make(List.of(MERCY), "kafka-2.example.org:9093", hosts, Map.of())
                        .outdated())
                .containsExactly(kits);
    }

    private Federation make(List<SiteId> sites, Map<String, String> settings) {
        return make(sites, "kafka.example.org:9093", List.of(), settings);
    }

    private Federation make(List<SiteId> sites, String brokers, List<String> hosts, Map<String, String> settings) {
        return Federation.make(
                folder,
                new Federation.Definition(
                        "nuclei", sites, brokers, "https://kafka.example.org:8443", hosts, Optional.empty(), settings),
                LIFE,
                CLOCK);
    }
}
