package org.asyndgan.federation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a federation's folder holds from before an address was changed: keys and kits that exist stay, and copies of them
 * are in others' hands.
 *
 * @param state what holds now
 */
record Outdated(FederationFolder folder, FederationState state) {

    /** What the operator has to do, in sentences; none if all files are as they would be made now. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        List<String> kits = new ArrayList<>(FederationFolder.RESERVED);
        kits.addAll(state.sites());
        kits.removeIf(this::isOfToday);
        if (!kits.isEmpty()) {
            sentences.add("Kits that exist stay: those of " + kits
                    + " have other addresses than --brokers and --registry"
                    + " say now. Correct asyndgan.link.brokers and asyndgan.link.registry in their " + Kit.SETTINGS
                    + ", also where a kit was handed out.");
        }
        Path broker = folder.broker();
        Path proxy = folder.registryProxy();
        unnamed(broker, Kit.read(broker.resolve(BrokerFile.NAME)).getProperty("ssl.keystore.password"))
                .ifPresent(sentences::add);
        unnamed(proxy, String.valueOf(Kit.settings(proxy).get("password"))).ifPresent(sentences::add);
        return sentences;
    }

    private boolean isOfToday(String party) {
        Map<String, Object> settings = Kit.settings(folder.kit(party));
        return state.brokers().equals(settings.get("asyndgan.link.brokers"))
                && state.registry().equals(settings.get("asyndgan.link.registry"));
    }

    /** Who took the key to another machine and left none here is not asked. */
    private Optional<String> unnamed(Path server, String password) {
        Path store = server.resolve(Kit.IDENTITY);
        if (!Files.exists(store)) {
            return Optional.empty();
        }
        Set<String> named = names(Authority.issued(store, password));
        List<String> missing = state.hosts().stream()
                .filter(host -> !named.contains(canonical(host)))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("Keys that exist stay: the certificate in " + server + " does not name " + missing
                        + ", and clients refuse what they reach there. Move that folder away, repeat this command, which"
                        + " makes a new one, and start with it again whatever used the old one.");
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                all.forEach(name -> names.add(canonical(String.valueOf(name.get(1)))));
            }
        } catch (CertificateParsingException impossible) {
            throw new IllegalStateException("Our own authority wrote these names", impossible);
        }
        return names;
    }

    /** An address of IPv6 can be written in several ways. */
    private static String canonical(String host) {
        try {
            return host.contains(":") ? InetAddress.getByName(host).getHostAddress() : host.toLowerCase(Locale.ROOT);
        } catch (UnknownHostException noAddress) {
            return host;
        }
    }
}
