package org.asyndgan.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.transport.topic.Topics;

/**
 * The operator's folder: what each party is given, and the passwords and keys in it.
 *
 * @param path of the folder
 * @param life of certificates
 */
record FederationFolder(Path path, Authority authority, Duration life, InstantSource clock) {

    static final String GENERATOR = "generator";
    static final String SEGMENTER = "segmenter";
    static final String LIVE = "live";

    /** Kits of those that are no sites. */
    static final List<String> RESERVED = List.of(GENERATOR, SEGMENTER, LIVE);

    private static final String OPERATOR = "admin";
    private static final String BROKER = "broker";
    private static final String REGISTRY_PROXY = "registry-proxy";

    /** Folder of the registry proxy in federations made by 0.1 and before. */
    private static final String OLD_REGISTRY_PROXY = "gate";

    static Path certificate(Path folder) {
        return folder.resolve("authority/certificate.pem");
    }

    static Path key(Path folder) {
        return folder.resolve("authority/key.pem");
    }

    Path kit(String party) {
        return path.resolve("kits").resolve(party);
    }

    Path broker() {
        return path.resolve("broker");
    }

    Path operator() {
        return path.resolve("operator");
    }

    Path registryProxy() {
        Path old = path.resolve(OLD_REGISTRY_PROXY);
        return Files.exists(old.resolve(Kit.SETTINGS)) ? old : path.resolve(REGISTRY_PROXY);
    }

    /** Writes the record and all that is not there yet; keys that exist stay. */
    void write(FederationState state) {
        state.write(path);
        if (!Files.exists(broker().resolve(BrokerFile.NAME))) {
            String password = keys(broker(), BROKER, state.hosts());
            Secrets.write(broker().resolve(BrokerFile.NAME), BrokerFile.text(password, OPERATOR, BROKER));
        }
        if (!Files.exists(operator().resolve(Kit.SETTINGS))) {
            Map<String, String> settings = new LinkedHashMap<>(Kit.operatorLogin());
            settings.putAll(Kit.tls(keys(operator(), OPERATOR, List.of())));
            Kit.write(operator(), "The operator of run " + state.run() + ", who may do everything.", settings);
        }
        if (!Files.exists(registryProxy().resolve(Kit.SETTINGS))) {
            Kit.write(
                    registryProxy(),
                    "The registry proxy of run " + state.run() + ".",
                    Map.of("password", keys(registryProxy(), REGISTRY_PROXY, state.hosts()), "operator", OPERATOR));
        }
        writeRevoked(state);
        writeKit(state, GENERATOR, rules(state).generator(), generatorSettings(state));
        writeKit(state, SEGMENTER, rules(state).segmenter(), Map.of("asyndgan.segmenter.state", "state"));
        writeKit(state, LIVE, rules(state).live(), liveSettings(state));
        state.siteIds().forEach(site -> writeSiteKit(state, site));
    }

    private static Map<String, String> liveSettings(FederationState state) {
        return Map.of("asyndgan.live.sites", String.join(",", state.all()));
    }

    private static Map<String, String> generatorSettings(FederationState state) {
        return Map.of("asyndgan.generator.state", "state", "asyndgan.generator.sites", String.join(",", state.all()));
    }

    private void writeSiteKit(FederationState state, SiteId site) {
        Map<String, String> settings = new TreeMap<>(state.site());
        settings.put("asyndgan.site.name", site.slug());
        settings.put("asyndgan.site.state", "state");
        writeKit(state, site.slug(), rules(state).site(site), settings);
        Secrets.write(
                kit(site.slug()).resolve("README.txt"),
                ("Keep this folder secret and only on the machine that runs site " + site + " of run " + state.run()
                                + ".\n"
                                + "Start: ./asyndgan site --kit THIS-FOLDER --data FOLDER-WITH-images-AND-labels\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void writeKit(FederationState state, String party, String name, Map<String, String> more) {
        Path kit = kit(party);
        if (Files.exists(kit.resolve(Kit.SETTINGS))) {
            return;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("asyndgan.link.run", state.run());
        settings.put("asyndgan.link.brokers", state.brokers());
        settings.put("asyndgan.link.registry", state.registry());
        settings.putAll(Kit.login(name, Secrets.password()));
        settings.putAll(Kit.tls(keys(kit, name, List.of())));
        settings.putAll(new TreeMap<>(more));
        Kit.write(kit, "Start-up kit of " + party + " in run " + state.run() + ".", settings);
    }

    /** A new key with its certificate, and whom its holder trusts. @return the password of both stores */
    private String keys(Path party, String commonName, List<String> hosts) {
        String password = Secrets.password();
        Secrets.write(party.resolve(Kit.IDENTITY), authority.issue(commonName, hosts, life, clock.instant(), password));
        Secrets.write(party.resolve(Kit.TRUST), authority.trust(password));
        return password;
    }

    /** Tells the registry proxy whom, and which certificates, it must refuse. */
    void writeRevoked(FederationState state) {
        List<String> lines = new ArrayList<>();
        state.revoked().forEach(site -> lines.add(rules(state).site(new SiteId(site))));
        state.worthless().forEach(serial -> lines.add(RegistryProxy.lineOf(serial)));
        Secrets.write(
                registryProxy().resolve(RegistryProxy.REVOKED),
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** Serial number of the certificate in a site's kit, hexadecimal; nothing if it has no kit. */
    Optional<String> serial(SiteId site) {
        Path kit = kit(site.slug());
        if (!Files.exists(kit.resolve(Kit.SETTINGS)) || !Files.exists(kit.resolve(Kit.IDENTITY))) {
            return Optional.empty();
        }
        String password = Kit.kafka(Kit.settings(kit)).get("ssl.keystore.password");
        return Optional.of(Authority.issued(kit.resolve(Kit.IDENTITY), password)
                .getSerialNumber()
                .toString(16));
    }

    /** Writes the record of a federation that a site has left, and whom the registry proxy must refuse. */
    void writeWithout(FederationState state) {
        state.write(path);
        writeRevoked(state);
    }

    /** Writes a new kit of one site, in place of any that it had, and tells the others of it. */
    void writeWith(FederationState state, SiteId site) {
        try {
            Files.deleteIfExists(kit(site.slug()).resolve(Kit.SETTINGS));
        } catch (IOException failed) {
            throw new FederationException(
                    "ADG-661",
                    "The old kit of site " + site + " cannot be removed: " + FileTrouble.reason(failed) + ".",
                    failed);
        }
        state.write(path);
        writeRevoked(state);
        writeSiteKit(state, site);
        update(state, GENERATOR, generatorSettings(state));
        update(state, LIVE, liveSettings(state));
    }

    /** A kit that names the sites; its keys stay. */
    private void update(FederationState state, String party, Map<String, String> changed) {
        Path kit = kit(party);
        Map<String, String> settings = new LinkedHashMap<>();
        Kit.settings(kit).forEach((name, value) -> settings.put(name, String.valueOf(value)));
        settings.replaceAll((name, value) -> name.endsWith(".location") || name.endsWith(".state")
                ? kit.toAbsolutePath().relativize(Path.of(value)).toString()
                : value);
        settings.putAll(changed);
        Kit.write(kit, "Start-up kit of " + party + " in run " + state.run() + ".", settings);
    }

    /** The password that a party's kit holds. */
    String password(String party) {
        String login = String.valueOf(Kit.settings(kit(party)).get("asyndgan.link.kafka.sasl.jaas.config"));
        return login.replaceFirst("^.* password=\"([^\"]*)\";$", "$1");
    }

    private static AccessRules rules(FederationState state) {
        return new AccessRules(new Topics(state.run()));
    }
}
