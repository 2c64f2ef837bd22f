package org.asyndgan.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclBinding;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;

/**
 * The operator's folder of a run between several organisations, and how its contents reach the brokers.
 *
 * <pre>
 * federation.json        what was decided; no secrets
 * authority/             the authority's certificate and key
 * broker/                what every broker needs: broker.properties and its key
 * operator/              the operator's own key and settings
 * registry-proxy/        key of the registry proxy, and the names of the parties it must refuse
 * kits/generator, kits/segmenter, kits/SITE
 * </pre>
 *
 * <p>Everything may be done any number of times: keys that exist stay as they are.
 */
public final class Federation {

    private static final String OPERATOR = "admin";
    private static final String BROKER = "broker";
    private static final String REGISTRY_PROXY = "registry-proxy";

    /** Folder of the registry proxy in federations made by 0.1 and before. */
    private static final String OLD_REGISTRY_PROXY = "gate";

    private final Path folder;
    private final Duration life;
    private final InstantSource clock;
    private final Authority authority;
    private FederationState state;

    private Federation(Path folder, FederationState state, Authority authority, Duration life, InstantSource clock) {
        this.folder = folder;
        this.state = state;
        this.authority = authority;
        this.life = life;
        this.clock = clock;
    }

    /**
     * What a new federation is made of.
     *
     * @param hosts more names for the brokers' and the registry proxy's certificates than those of the addresses
     * @param authority certificate and key of an authority to take; empty makes one
     * @param site settings for every site's kit
     */
    public record Definition(
            String run,
            List<SiteId> sites,
            String brokers,
            String registry,
            List<String> hosts,
            Optional<Given> authority,
            Map<String, String> site) {}

    /** PEM files of an authority that the operator has. */
    public record Given(Path certificate, Path key) {}

    /**
     * Makes a federation's files, or those that a folder lacks.
     *
     * @param life of certificates
     * @throws FederationException if the folder cannot be written or belongs to another run
     */
    public static Federation make(Path folder, Definition definition, Duration life, InstantSource clock) {
        Optional<FederationState> kept = FederationState.in(folder);
        kept.filter(state -> !state.run().equals(definition.run())).ifPresent(state -> {
            throw new FederationException(
                    "ADG-664",
                    "The folder " + folder + " belongs to run " + state.run() + ", not to " + definition.run()
                            + ". Name another folder with --out.",
                    null);
        });
        List<String> addresses = new ArrayList<>(List.of(definition.brokers(), definition.registry()));
        addresses.addAll(definition.hosts());
        // What was said before holds, where it is not said otherwise now.
        Set<String> hosts = new LinkedHashSet<>(Authority.hostsOf(addresses));
        hosts.addAll(kept.map(FederationState::hosts).orElse(List.of()));
        Map<String, String> site = new TreeMap<>(kept.map(FederationState::site).orElse(Map.of()));
        site.putAll(definition.site());
        FederationState state = new FederationState(
                definition.run(),
                List.of(),
                kept.map(FederationState::revoked).orElse(List.of()),
                definition.brokers(),
                definition.registry(),
                List.copyOf(hosts),
                site,
                kept.map(FederationState::topics).orElse(null));
        for (String known : kept.map(FederationState::sites).orElse(List.of())) {
            state = state.with(new SiteId(known));
        }
        for (SiteId planned : definition.sites()) {
            state = state.with(planned);
        }
        Federation made = new Federation(folder, state, authority(folder, definition, clock), life, clock);
        made.writeFiles();
        return made;
    }

    /**
     * Takes up a federation that was made before.
     *
     * @throws FederationException if the folder holds none
     */
    public static Federation open(Path folder, Duration life, InstantSource clock) {
        FederationState state = FederationState.in(folder)
                .orElseThrow(() -> new FederationException(
                        "ADG-664",
                        "The folder " + folder
                                + " holds no federation yet. Make one first, with --run, --sites, --brokers and"
                                + " --registry.",
                        null));
        return new Federation(folder, state, Authority.read(certificate(folder), key(folder)), life, clock);
    }

    private static Path certificate(Path folder) {
        return folder.resolve("authority/certificate.pem");
    }

    private static Path key(Path folder) {
        return folder.resolve("authority/key.pem");
    }

    private static Authority authority(Path folder, Definition definition, InstantSource clock) {
        if (Files.exists(key(folder))) {
            return Authority.read(certificate(folder), key(folder));
        }
        Authority authority = definition
                .authority()
                .map(given -> Authority.read(given.certificate(), given.key()))
                .orElseGet(() -> Authority.make("AsynDGAN run " + definition.run(), clock.instant()));
        authority.write(certificate(folder), key(folder));
        return authority;
    }

    public String run() {
        return state.run();
    }

    /** Sites that take part. */
    public List<SiteId> sites() {
        return state.siteIds();
    }

    /** How the run's topics were made; empty before they were. */
    public Optional<TopicSettings> topics() {
        return Optional.ofNullable(state.topics()).map(FederationState.Keeping::settings);
    }

    /** A party's kit: {@code generator}, {@code segmenter}, {@code live} or a site's name. */
    public Path kit(String party) {
        return folder.resolve("kits").resolve(party);
    }

    /** What every broker needs. */
    public Path broker() {
        return folder.resolve("broker");
    }

    /** What the registry proxy needs. */
    public Path registryProxy() {
        Path old = folder.resolve(OLD_REGISTRY_PROXY);
        return Files.exists(old.resolve(Kit.SETTINGS)) ? old : folder.resolve(REGISTRY_PROXY);
    }

    private AccessRules rules() {
        return new AccessRules(new Topics(state.run()));
    }

    private void writeFiles() {
        state.write(folder);
        if (!Files.exists(broker().resolve("broker.properties"))) {
            String password = keys(broker(), BROKER, state.hosts());
            Secrets.write(broker().resolve("broker.properties"), BrokerFile.text(password, OPERATOR, BROKER));
        }
        Path operator = folder.resolve("operator");
        if (!Files.exists(operator.resolve(Kit.SETTINGS))) {
            Map<String, String> settings = new LinkedHashMap<>(Kit.operatorLogin());
            settings.putAll(Kit.tls(keys(operator, OPERATOR, List.of())));
            Kit.write(operator, "The operator of run " + run() + ", who may do everything.", settings);
        }
        if (!Files.exists(registryProxy().resolve(Kit.SETTINGS))) {
            Kit.write(
                    registryProxy(),
                    "The registry proxy of run " + run() + ".",
                    Map.of("password", keys(registryProxy(), REGISTRY_PROXY, state.hosts()), "operator", OPERATOR));
        }
        writeRevoked();
        writeKit("generator", rules().generator(), generatorSettings());
        writeKit("segmenter", rules().segmenter(), Map.of("asyndgan.segmenter.state", "state"));
        writeKit("live", rules().live(), liveSettings());
        state.siteIds().forEach(this::writeSiteKit);
    }

    private Map<String, String> liveSettings() {
        return Map.of("asyndgan.live.sites", String.join(",", state.all()));
    }

    private Map<String, String> generatorSettings() {
        return Map.of("asyndgan.generator.state", "state", "asyndgan.generator.sites", String.join(",", state.all()));
    }

    private void writeSiteKit(SiteId site) {
        Map<String, String> settings = new TreeMap<>(state.site());
        settings.put("asyndgan.site.name", site.slug());
        settings.put("asyndgan.site.state", "state");
        writeKit(site.slug(), rules().site(site), settings);
        Secrets.write(
                kit(site.slug()).resolve("README.txt"),
                ("Keep this folder secret and only on the machine that runs site " + site + " of run " + run() + ".\n"
                                + "Start: ./asyndgan site --kit THIS-FOLDER --data FOLDER-WITH-images-AND-labels\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void writeKit(String party, String name, Map<String, String> more) {
        Path kit = kit(party);
        if (Files.exists(kit.resolve(Kit.SETTINGS))) {
            return;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("asyndgan.link.run", run());
        settings.put("asyndgan.link.brokers", state.brokers());
        settings.put("asyndgan.link.registry", state.registry());
        settings.putAll(Kit.login(name, Secrets.password()));
        settings.putAll(Kit.tls(keys(kit, name, List.of())));
        settings.putAll(new TreeMap<>(more));
        Kit.write(kit, "Start-up kit of " + party + " in run " + run() + ".", settings);
    }

    /** A new key with its certificate, and whom its holder trusts. @return the password of both stores */
    private String keys(Path party, String commonName, List<String> hosts) {
        String password = Secrets.password();
        Secrets.write(party.resolve(Kit.IDENTITY), authority.issue(commonName, hosts, life, clock.instant(), password));
        Secrets.write(party.resolve(Kit.TRUST), authority.trust(password));
        return password;
    }

    private void writeRevoked() {
        Secrets.write(
                registryProxy().resolve(RegistryProxy.REVOKED),
                String.join(
                                "\n",
                                state.revoked().stream()
                                        .map(site -> rules().site(new SiteId(site)))
                                        .toList())
                        .getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How to reach brokers and registry as the operator.
     *
     * @param brokers their listener for operators; empty takes the parties'
     * @param registry empty takes the parties'
     * @param kafka settings that win over those of the operator's kit
     */
    public Reach reach(Optional<String> brokers, Optional<String> registry, Map<String, String> kafka) {
        return reach(brokers.orElse(state.brokers()), registry.orElse(state.registry()), kafka);
    }

    private Reach reach(String brokers, String registry, Map<String, String> kafka) {
        Map<String, Object> settings = Kit.settings(folder.resolve("operator"));
        Map<String, String> client = new TreeMap<>(Kit.kafka(settings));
        client.putAll(kafka);
        boolean isEncrypted = registry.startsWith("https:");
        return new Reach(
                new BrokerSettings(brokers, BrokerSettings.USUAL_TIMEOUT, client),
                new RegistrySettings(
                        registry, RegistrySettings.USUAL_TIMEOUT, isEncrypted ? Kit.registry(settings) : Map.of()));
    }

    /** Ways to brokers and registry. */
    public record Reach(BrokerSettings brokers, RegistrySettings registry) {}

    /**
     * Makes topics, registers schemas, sets passwords and rights as the folder has them.
     *
     * @param topics kept in the folder, for sites that are added later
     * @throws FederationException if the brokers refuse
     * @throws org.asyndgan.transport.TransportException if topics or schemas cannot be made
     */
    public void provision(Reach reach, TopicSettings topics, RecordSizes sizes) {
        List<Topic> all = new Topics(run()).all(state.allSiteIds());
        try (TopicProvisioner provisioner = new TopicProvisioner(reach.brokers());
                SchemaRegistry registry = new SchemaRegistry(reach.registry());
                Cluster cluster = new Cluster(reach.brokers())) {
            registry.requireAnswer();
            provisioner.provision(all, topics, sizes);
            state = state.with(topics);
            state.write(folder);
            new SchemaProvisioner(registry).provision(all);
            admit(cluster, "generator", rules().generator(), rules().ofGenerator(state.allSiteIds()));
            admit(cluster, "segmenter", rules().segmenter(), rules().ofSegmenter());
            admit(cluster, "live", rules().live(), rules().ofLive(state.allSiteIds()));
            for (SiteId site : state.siteIds()) {
                admit(cluster, site.slug(), rules().site(site), rules().ofSite(site));
            }
        }
    }

    private void admit(Cluster cluster, String party, String name, List<AclBinding> rights) {
        String login = String.valueOf(Kit.settings(kit(party)).get("asyndgan.link.kafka.sasl.jaas.config"));
        cluster.setPassword(name, login.replaceFirst("^.* password=\"([^\"]*)\";$", "$1"));
        cluster.setRights(name, rights);
    }

    /** Writes the kit of one more site; one that had a kit gets a new one, and the old one is worth nothing. */
    public void add(SiteId site) {
        try {
            Files.deleteIfExists(kit(site.slug()).resolve(Kit.SETTINGS));
        } catch (IOException failed) {
            throw new FederationException(
                    "ADG-661",
                    "The old kit of site " + site + " cannot be removed: " + FileTrouble.reason(failed) + ".",
                    failed);
        }
        state = state.with(site);
        state.write(folder);
        writeRevoked();
        writeSiteKit(site);
        update("generator", generatorSettings());
        update("live", liveSettings());
    }

    /** A kit that names the sites; its keys stay. */
    private void update(String party, Map<String, String> changed) {
        Path kit = kit(party);
        Map<String, String> settings = new LinkedHashMap<>();
        Kit.settings(kit).forEach((name, value) -> settings.put(name, String.valueOf(value)));
        settings.replaceAll((name, value) -> name.endsWith(".location") || name.endsWith(".state")
                ? kit.toAbsolutePath().relativize(Path.of(value)).toString()
                : value);
        settings.putAll(changed);
        Kit.write(kit, "Start-up kit of " + party + " in run " + run() + ".", settings);
    }

    /**
     * Revokes a site: its rights end with its next request, its password and its access to the registry at once.
     * What it has sent stays in the run's log.
     *
     * @throws FederationException if the site is not in the run or the brokers refuse
     */
    public void revoke(SiteId site, Reach reach) {
        if (!state.siteIds().contains(site) && !state.revoked().contains(site.slug())) {
            throw new FederationException(
                    "ADG-664",
                    "Site " + site + " is not in run " + run() + ", whose sites are " + state.sites() + ".",
                    null);
        }
        state = state.without(site);
        state.write(folder);
        writeRevoked();
        try (Cluster cluster = new Cluster(reach.brokers())) {
            cluster.revoke(rules().site(site));
            cluster.removePassword(rules().site(site));
        }
    }
}
