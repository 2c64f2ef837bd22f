package org.asyndgan.worker.setting;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What may travel unencrypted: nothing that leaves this machine, unless a setting allows it. */
public final class PlainText {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final String REMEDY = " Use the start-up kit that ./asyndgan provision made, or, in a network that"
            + " nobody else reaches, set %s.";

    private PlainText() {}

    /**
     * Insists that brokers and registry are on this machine or spoken to over TLS.
     *
     * @param brokers host:port, several separated by commas
     * @param kafka settings of Kafka's clients
     * @param registry URLs, several separated by commas
     * @param leave the setting that would allow plain text, for the message
     * @throws SettingsException ADG-660 if one is not
     */
    public static void refuse(String brokers, Map<String, String> kafka, String registry, String leave) {
        String protocol = kafka.getOrDefault("security.protocol", "PLAINTEXT");
        if (!isEncrypted(protocol)) {
            for (String broker : brokers.split(",", -1)) {
                if (!isThisMachine(hostOf(broker.strip()))) {
                    throw SettingsException.unprotected(
                            "The broker " + broker.strip() + " is on another machine, and with security.protocol="
                                    + protocol + " everybody on the way could read and change masks, images and"
                                    + " gradients." + REMEDY.formatted(leave));
                }
            }
        }
        for (String url : registry.split(",", -1)) {
            if (!url.strip().startsWith("https:") && !isThisMachine(hostOfUrl(url.strip()))) {
                throw SettingsException.unprotected(
                        "The schema registry " + SettingsLine.withoutUser(url.strip()) + " is on another machine, and"
                                + " without https everybody on the way could change what it answers."
                                + REMEDY.formatted(leave));
            }
        }
    }

    /** Kafka's clients take a protocol in small letters too, and blanks around it. */
    private static boolean isEncrypted(String protocol) {
        return protocol.strip().toUpperCase(Locale.ROOT).endsWith("SSL");
    }

    private static boolean isThisMachine(String host) {
        return THIS_MACHINE.contains(host);
    }

    private static String hostOf(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.replaceFirst("^\\w+://", "");
    }

    /** Empty for what is no URL; the registry's client says what is wrong with it. */
    private static String hostOfUrl(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException noUrl) {
            return "";
        }
    }
}
