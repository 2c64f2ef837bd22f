package org.asyndgan.federation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.topic.TopicSettings;

/**
 * What the operator has decided, kept as {@code federation.json}; no secret stands in it.
 *
 * @param run its name
 * @param sites that take part
 * @param revoked sites that did and may no longer
 * @param worthless serial numbers of certificates in whose place others were made, hexadecimal
 * @param brokers where parties find the brokers
 * @param registry where parties find the schema registry
 * @param hosts names that the brokers' and the registry proxy's certificates carry
 * @param site settings that every site's kit has beside those of its connections
 * @param topics how topics were made, and a later site's are to be; null before any were
 */
record FederationState(
        String run,
        List<String> sites,
        List<String> revoked,
        List<String> worthless,
        String brokers,
        String registry,
        List<String> hosts,
        Map<String, String> site,
        Keeping topics) {

    private static final String FILE = "federation.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    FederationState {
        sites = List.copyOf(sites);
        revoked = List.copyOf(revoked);
        // Records of before have none.
        worthless = worthless == null ? List.of() : List.copyOf(worthless);
        hosts = List.copyOf(hosts);
        site = new TreeMap<>(site);
    }

    static Optional<FederationState> in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), FederationState.class));
        } catch (IOException unreadable) {
            throw new FederationException(
                    "ADG-664",
                    "The federation's record " + file + " cannot be read: " + unreadable.getMessage()
                            + ". Restore it from a backup.",
                    unreadable);
        }
    }

    void write(Path folder) {
        try {
            Secrets.write(folder.resolve(FILE), JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    List<SiteId> siteIds() {
        return sites.stream().map(SiteId::new).toList();
    }

    /** Those that left too. */
    List<SiteId> allSiteIds() {
        return all().stream().map(SiteId::new).toList();
    }

    /** Names of all sites, those that left too. */
    List<String> all() {
        List<String> all = new ArrayList<>(sites);
        all.addAll(revoked);
        return all;
    }

    FederationState with(SiteId more) {
        List<String> with = new ArrayList<>(sites);
        if (!with.contains(more.slug())) {
            with.add(more.slug());
        }
        List<String> out = new ArrayList<>(revoked);
        out.remove(more.slug());
        return new FederationState(run, with, out, worthless, brokers, registry, hosts, site, topics);
    }

    FederationState with(TopicSettings settings) {
        return new FederationState(
                run, sites, revoked, worthless, brokers, registry, hosts, site, Keeping.of(settings));
    }

    /** Without a certificate that a party has or had. */
    FederationState withoutCertificate(String serial) {
        Set<String> more = new LinkedHashSet<>(worthless);
        more.add(serial);
        return new FederationState(run, sites, revoked, List.copyOf(more), brokers, registry, hosts, site, topics);
    }

    FederationState without(SiteId gone) {
        List<String> with = new ArrayList<>(sites);
        with.remove(gone.slug());
        List<String> out = new ArrayList<>(revoked);
        if (!out.contains(gone.slug())) {
            out.add(gone.slug());
        }
        return new FederationState(run, with, out, worthless, brokers, registry, hosts, site, topics);
    }

    /** Settings of topics, times in seconds. */
    record Keeping(short replicationFactor, int maxRecordBytes, long retention, long longRetention) {

        static Keeping of(TopicSettings settings) {
            return new Keeping(
                    settings.replicationFactor(),
                    settings.maxRecordBytes(),
                    settings.retention().toSeconds(),
                    settings.longRetention().toSeconds());
        }

        TopicSettings settings() {
            return new TopicSettings(
                    replicationFactor,
                    maxRecordBytes,
                    Duration.ofSeconds(retention),
                    Duration.ofSeconds(longRetention));
        }
    }
}
