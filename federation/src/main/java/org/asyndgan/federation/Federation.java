package org.asyndgan.federation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclBinding;
import org.asyndgan.core.protocol.SiteId;
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
 * kits/generator, kits/segmenter, kits/live, kits/SITE
 * </pre>
 *
 * <p>Everything may be done any number of times: keys that exist stay as they are.
 */
public final class Federation {

    private final FederationFolder folder;
    private FederationState state;

    private Federation(FederationFolder folder, FederationState state) {
        this.folder = folder;
        this.state = state;
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
     * @throws FederationException if the folder cannot be written or belongs to another run, or if a site was revoked or is
     *     called as another party is
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
        definition.sites().forEach(Federation::requireNameOfASite);
        requireNotRevoked(kept.map(FederationState::revoked).orElse(List.of()), definition.sites());
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
                kept.map(FederationState::worthless).orElse(List.of()),
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
        FederationFolder files = new FederationFolder(folder, authority(folder, definition, clock), life, clock);
        files.write(state);
        return new Federation(files, state);
    }

    private static void requireNameOfASite(SiteId site) {
        if (FederationFolder.RESERVED.contains(site.slug())) {
            throw new FederationException(
                    "ADG-664",
                    "No site of a federation can be called " + site + ": its kit would be that of another party, as "
                            + FederationFolder.RESERVED + " are. Give the site another name.",
                    null);
        }
    }

    /** What is given twice, such as the command that made the federation, takes nobody in again. */
    private static void requireNotRevoked(List<String> revoked, List<SiteId> sites) {
        for (SiteId site : sites) {
            if (revoked.contains(site.slug())) {
                throw new FederationException(
                        "ADG-664",
                        "Site " + site + " was revoked. Leave it out of --sites; --add-site " + site
                                + " takes it in again, with new keys and a new password.",
                        null);
            }
        }
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
        Authority authority = Authority.read(FederationFolder.certificate(folder), FederationFolder.key(folder));
        return new Federation(new FederationFolder(folder, authority, life, clock), state);
    }

    private static Authority authority(Path folder, Definition definition, InstantSource clock) {
        Path certificate = FederationFolder.certificate(folder);
        Path key = FederationFolder.key(folder);
        if (Files.exists(key)) {
            return Authority.read(certificate, key);
        }
        Authority authority = definition
                .authority()
                .map(given -> Authority.read(given.certificate(), given.key()))
                .orElseGet(() -> Authority.make("AsynDGAN run " + definition.run(), clock.instant()));
        authority.write(certificate, key);
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

    /** What files from before an address was changed ask of the operator, in sentences; none if there are none. */
    public List<String> outdated() {
        return new Outdated(folder, state).sentences();
    }

    /** A party's kit: {@code generator}, {@code segmenter}, {@code live} or a site's name. */
    public Path kit(String party) {
        return folder.kit(party);
    }

    /** What every broker needs. */
    public Path broker() {
        return folder.broker();
    }

    /** What the registry proxy needs. */
    public Path registryProxy() {
        return folder.registryProxy();
    }

    private AccessRules rules() {
        return new AccessRules(new Topics(state.run()));
    }

    /**
     * How to reach brokers and registry as the operator.
     *
     * @param brokers their listener for operators; empty takes the parties'
     * @param registry empty takes the parties'
     * @param kafka settings that win over those of the operator's kit
     */
    public Reach reach(Optional<String> brokers, Optional<String> registry, Map<String, String> kafka) {
        Map<String, Object> settings = Kit.settings(folder.operator());
        Map<String, String> client = new TreeMap<>(Kit.kafka(settings));
        client.putAll(kafka);
        String url = registry.orElse(state.registry());
        return new Reach(
                new BrokerSettings(brokers.orElse(state.brokers()), BrokerSettings.USUAL_TIMEOUT, client),
                new RegistrySettings(
                        url,
                        RegistrySettings.USUAL_TIMEOUT,
                        url.startsWith("https:") ? Kit.registry(settings) : Map.of()));
    }

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
            state.write(folder.path());
            new SchemaProvisioner(registry).provision(all);
            admit(cluster, FederationFolder.GENERATOR, rules().generator(), rules().ofGenerator(state.allSiteIds()));
            admit(cluster, FederationFolder.SEGMENTER, rules().segmenter(), rules().ofSegmenter());
            admit(cluster, FederationFolder.LIVE, rules().live(), rules().ofLive(state.allSiteIds()));
            for (SiteId site : state.siteIds()) {
                admit(cluster, site.slug(), rules().site(site), rules().ofSite(site));
            }
        }
    }

    private void admit(Cluster cluster, String party, String name, List<AclBinding> rights) {
        cluster.setPassword(name, folder.password(party));
        cluster.setRights(name, rights);
    }

    /**
     * Writes the kit of one more site; one that had a kit gets a new one, and the old one is worth nothing.
     *
     * @throws FederationException if it is called as another party is, or the certificate of its old kit cannot be read
     */
    public void add(SiteId site) {
        requireNameOfASite(site);
        forgetCertificate(site);
        state = state.with(site);
        folder.writeWith(state, site);
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
        folder.writeWithout(state);
        try (Cluster cluster = new Cluster(reach.brokers())) {
            cluster.revoke(rules().site(site));
            cluster.removePassword(rules().site(site));
        }
        forgetCertificate(site);
    }

    /** A site that is taken in again has its old name: nothing else tells the registry proxy which certificate is old. */
    private void forgetCertificate(SiteId site) {
        folder.serial(site).ifPresent(serial -> {
            state = state.withoutCertificate(serial);
            state.write(folder.path());
            folder.writeRevoked(state);
        });
    }
}
