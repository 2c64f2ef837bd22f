package org.asyndgan.federation;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that make a broker refuse whatever nobody has allowed.
 *
 * <p>Three listeners: SITES for parties, with certificate, name and password; ADMIN for the operator and other
 * brokers, by certificate; CONTROLLER likewise. Addresses are the broker's own and not part of this.
 */
final class BrokerFile {

    static final String NAME = "broker.properties";

    private BrokerFile() {}

    static byte[] text(String password, String operator, String broker) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listener.security.protocol.map", "SITES:SASL_SSL,ADMIN:SSL,CONTROLLER:SSL");
        settings.put("inter.broker.listener.name", "ADMIN");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.sites.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.sites.ssl.client.auth", "required");
        settings.put("ssl.client.auth", "required");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+)$/$1/");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", Kit.IDENTITY);
        settings.put("ssl.keystore.password", password);
        settings.put("ssl.key.password", password);
        settings.put("ssl.truststore.type", "PKCS12");
        settings.put("ssl.truststore.location", Kit.TRUST);
        settings.put("ssl.truststore.password", password);
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + operator + ";User:" + broker);
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("auto.create.topics.enable", "false");
        StringBuilder text = new StringBuilder(
                "# Security of every broker of this run. Add listeners, advertised.listeners and the rest, see"
                        + " docs/deploy.md.\n");
        settings.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
