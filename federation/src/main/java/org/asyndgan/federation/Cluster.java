package org.asyndgan.federation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.asyndgan.transport.BrokerSettings;

/** The brokers, as the operator sees them: who has which password and which rights. Not thread-safe. */
final class Cluster implements AutoCloseable {

    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final int ITERATIONS = 8192;

    private final BrokerSettings broker;
    private final Admin admin;

    /** @throws FederationException if the settings of the connection cannot be */
    Cluster(BrokerSettings broker) {
        this.broker = broker;
        Map<String, Object> settings = new TreeMap<>(broker.client());
        int timeoutMs = Math.toIntExact(broker.timeout().toMillis());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        try {
            admin = Admin.create(settings);
        } catch (KafkaException badSettings) {
            throw refused("be tried", badSettings);
        }
    }

    /** Gives a party this password, in place of any it had. */
    void setPassword(String party, String password) {
        alter(
                "set the password of " + party,
                new UserScramCredentialUpsertion(party, new ScramCredentialInfo(MECHANISM, ITERATIONS), password));
    }

    /** Takes a party's password away; nothing happens if it has none. */
    void removePassword(String party) {
        try {
            alter("remove the password of " + party, new UserScramCredentialDeletion(party, MECHANISM));
        } catch (FederationException failed) {
            if (!(failed.getCause() instanceof ResourceNotFoundException)) {
                throw failed;
            }
        }
    }

    private void alter(String deed, UserScramCredentialAlteration alteration) {
        await(deed, admin.alterUserScramCredentials(List.of(alteration)).all());
    }

    /** Gives a party these rights and takes away any others that it has, of an older version say. */
    void setRights(String party, Collection<AclBinding> rights) {
        await("grant rights to " + party, admin.createAcls(rights).all());
        Set<AclBinding> others = new HashSet<>(await(
                "tell the rights of " + party,
                admin.describeAcls(ofParty(party)).values()));
        others.removeAll(rights);
        await(
                "take needless rights from " + party,
                admin.deleteAcls(others.stream().map(AclBinding::toFilter).toList())
                        .all());
    }

    /** Takes all rights of a party away; the brokers refuse its next request. */
    void revoke(String party) {
        await(
                "revoke the rights of " + party,
                admin.deleteAcls(List.of(ofParty(party))).all());
    }

    private static AclBindingFilter ofParty(String party) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + party, null, AclOperation.ANY, AclPermissionType.ANY));
    }

    private <T> T await(String deed, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw refused(deed, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused(deed, interrupted);
        }
    }

    private FederationException refused(String deed, Throwable cause) {
        return new FederationException(
                "ADG-663",
                "The brokers at " + broker.bootstrapServers() + " did not " + deed + ": " + cause.getMessage()
                        + " Check that --admin-brokers is a listener that takes the operator's certificate (or name"
                        + " another login with --kafka), and that the brokers have an authorizer.",
                cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
