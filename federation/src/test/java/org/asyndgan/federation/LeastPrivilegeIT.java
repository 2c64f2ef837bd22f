package org.asyndgan.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.localstack.LocalBroker;
import org.asyndgan.localstack.LocalRegistry;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.link.BatchSampler;
import org.asyndgan.transport.link.GeneratorLink;
import org.asyndgan.transport.link.SiteLink;
import org.asyndgan.transport.link.WatchInbox;
import org.asyndgan.transport.log.LinkSettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a site's start-up kit allows and what it does not, tried at a real broker and a real registry.
 *
 * <p>Site mercy is the curious one here, and st-mary the one whose things are none of its business.
 */
class LeastPrivilegeIT {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId ST_MARY = new SiteId("st-mary");
    private static final SiteId CHARITE = new SiteId("charite");
    private static final Topics TOPICS = new Topics("nuclei");
    private static final RecordSizes SIZES = new RecordSizes(2, 1, 4, 4, Dtype.UINT8, Dtype.FLOAT16, 3, 4);
    private static final Duration LIFE = Duration.ofDays(2);

    @TempDir
    static Path folder;

    static Federation federation;
    static LocalBroker broker;
    static LocalRegistry registry;
    static RegistryProxy registryProxy;
    static Reach operator;

    @BeforeAll
    static void startsASecuredRun() {
        // The broker needs its key before it starts, and the kits its address once it has.
        Path out = folder.resolve("federation");
        make(out, "127.0.0.1:1", "https://127.0.0.1:1");
        broker = LocalBroker.secured(folder.resolve("broker"), out.resolve("broker"));
        registry = LocalRegistry.open(folder.resolve("registry"));
        registryProxy = new RegistryProxy(
                out.resolve("registry-proxy"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                registry.url());
        for (String party : List.of("generator", "segmenter", "live", "mercy", "st-mary", "charite")) {
            forget(out.resolve("kits").resolve(party));
        }
        federation = make(out, broker.bootstrapServers(), proxyUrl());
        operator = federation.reach(Optional.of(broker.adminServers()), Optional.empty(), Map.of());
        federation.provision(operator, TopicSettings.replicated(1), SIZES);
    }

    @AfterAll
    static void stops() {
        registryProxy.close();
        registry.close();
        broker.close();
    }

    private static Federation make(Path out, String brokers, String registryUrl) {
        return Federation.make(
                out,
                new Federation.Definition(
                        "nuclei",
                        List.of(MERCY, ST_MARY, CHARITE),
                        brokers,
                        registryUrl,
                        List.of(),
                        Optional.empty(),
                        Map.of()),
                LIFE,
                InstantSource.system());
    }

    private static void forget(Path kit) {
        try {
            Files.delete(kit.resolve(Kit.SETTINGS));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String proxyUrl() {
        return "https://127.0.0.1:" + registryProxy.port();
    }

    @Test
    void keepsEveryKeyForItsOwnerAlone() throws IOException {
        try (var files = Files.walk(federation.kit("mercy").getParent().getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("mode of %s", file)
                        .isEqualTo("rw-------");
            }
        }
        assertThat(federation.kit("mercy").resolve("README.txt")).content().hasLineCount(2);
    }

    @Test
    void aSiteDoesItsWorkWithItsKit() {
        LinkSettings generatorLink = link("generator");
        try (GeneratorLink generator = new GeneratorLink(generatorLink, List.of(MERCY, ST_MARY, CHARITE));
                SiteLink site = new SiteLink(link("mercy"), MERCY)) {
            site.startAt(0);
            site.present(manifest(MERCY));
            site.share(List.of());
            site.answer(gradient(), 0);

            assertThat(generator.gather()).isNotEmpty();
        }
        tell("mercy", TOPICS.events(MERCY));
        tell("mercy", TOPICS.dead(MERCY));
        tell("generator", TOPICS.events());
        tell("segmenter", TOPICS.dead());
    }

    @Test
    void theLivePageReadsWhatItShowsAndNothingElse() {
        try (WatchInbox inbox = new WatchInbox(link("live"), List.of(MERCY, ST_MARY, CHARITE), Map.of())) {
            assertThatCode(inbox::poll).doesNotThrowAnyException();
        }
        try (BatchSampler sampler = new BatchSampler(link("live"), List.of(MERCY, ST_MARY), 1 << 20, 4)) {
            assertThatCode(sampler::look).doesNotThrowAnyException();
            assertThatCode(sampler::look).doesNotThrowAnyException();
        }
        for (SiteId site : List.of(MERCY, ST_MARY)) {
            TOPICS.ofSite(site).forEach(topic -> assertRefusedToWrite("live", topic));
            for (Topic topic : List.of(TOPICS.sites(site), TOPICS.gradients(site), TOPICS.dead(site))) {
                assertRefusedToRead("live", topic);
            }
        }
        for (Topic topic : TOPICS.central()) {
            assertRefusedToWrite("live", topic);
        }
        assertRefusedToRead("live", TOPICS.samples());
        assertRefusedToRead("live", TOPICS.dead());
    }

    private static void tell(String party, Topic topic) {
        try (var producer = producer(party, Map.of())) {
            assertThatCode(() -> producer.send(new ProducerRecord<>(topic.name(), 0, null, new byte[] {1}))
                            .get())
                    .as("%s writing %s", party, topic.name())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void provisioningTakesAwayWhatAnOlderVersionAllowed() throws Exception {
        Map<String, Object> client = new HashMap<>(operator.brokers().client());
        client.put("bootstrap.servers", broker.adminServers());
        var rules = new AccessRules(TOPICS);
        var ofStMary = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(
                        "User:" + rules.site(ST_MARY), null, AclOperation.ANY, AclPermissionType.ANY));
        try (Admin admin = Admin.create(client)) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(
                                    ResourceType.TOPIC, TOPICS.events().name(), PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:" + rules.site(ST_MARY), "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
            awaitRights(admin, ofStMary, rules.ofSite(ST_MARY).size() + 1);

            federation.provision(operator, TopicSettings.replicated(1), SIZES);

            awaitRights(admin, ofStMary, rules.ofSite(ST_MARY).size());
            assertThat(admin.describeAcls(ofStMary).values().get())
                    .containsExactlyInAnyOrderElementsOf(rules.ofSite(ST_MARY));
        }
    }

    /** The controller answers a moment before the broker has heard. */
    private static void awaitRights(Admin admin, AclBindingFilter filter, int count) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (admin.describeAcls(filter).values().get().size() != count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(admin.describeAcls(filter).values().get()).hasSize(count);
    }

    @Test
    void aSiteThatJoinsARunningRunIsHeardByTheGeneratorWithItsNewKit() {
        SiteId late = new SiteId("lariboisiere");
        federation.add(late);
        federation.provision(operator, TopicSettings.replicated(1), SIZES);
        List<SiteId> named = Arrays.stream(
                        String.valueOf(Kit.settings(federation.kit("generator")).get("asyndgan.generator.sites"))
                                .split(","))
                .map(SiteId::new)
                .toList();

        // Whoever was shut out meanwhile stays named: the journal speaks of it.
        assertThat(named).containsExactlyInAnyOrder(MERCY, ST_MARY, CHARITE, late);
        try (SiteLink site = new SiteLink(link("lariboisiere"), late);
                GeneratorLink generator = new GeneratorLink(link("generator"), named)) {
            site.present(manifest(late));

            assertThat(generator.gather()).contains(new Arrival.Presented(manifest(late), 0));
        }
    }

    @Nested
    class ASiteMayNot {

        @Test
        void readAnotherSitesTopics() {
            for (Topic topic : TOPICS.ofSite(ST_MARY)) {
                assertRefusedToRead(topic);
            }
        }

        @Test
        void readWhatTheGeneratorKeepsOrReleases() {
            TOPICS.central().forEach(LeastPrivilegeIT::assertRefusedToRead);
        }

        @Test
        void readWhatItHasToldItself() {
            for (Topic topic :
                    List.of(TOPICS.sites(MERCY), TOPICS.gradients(MERCY), TOPICS.events(MERCY), TOPICS.dead(MERCY))) {
                assertRefusedToRead(topic);
            }
        }

        /** Its announcement, events and dead letters too: nobody leaves, errs or tells in another's name. */
        @Test
        void writeAnotherSitesTopics() {
            assertThat(TOPICS.ofSite(ST_MARY))
                    .contains(TOPICS.sites(ST_MARY), TOPICS.events(ST_MARY), TOPICS.dead(ST_MARY));
            for (Topic topic : TOPICS.ofSite(ST_MARY)) {
                assertRefusedToWrite(topic);
            }
        }

        @Test
        void writeWhatTheGeneratorWrites() {
            assertRefusedToWrite(TOPICS.synthetic(MERCY));
            TOPICS.central().forEach(LeastPrivilegeIT::assertRefusedToWrite);
        }

        @Test
        void seeThatOtherSitesHaveTopics() throws Exception {
            try (Admin admin = Admin.create(client("mercy"))) {
                assertThat(admin.listTopics().names().get())
                        .containsExactlyInAnyOrder(
                                "nuclei.sites.mercy",
                                "nuclei.events.mercy",
                                "nuclei.dead.mercy",
                                "nuclei.masks.mercy",
                                "nuclei.synthetic.mercy",
                                "nuclei.gradients.mercy");
            }
        }

        @Test
        void makeChangeEmptyOrDeleteTopics() {
            try (Admin admin = Admin.create(client("mercy"))) {
                var own = new ConfigResource(
                        ConfigResource.Type.TOPIC, TOPICS.gradients(MERCY).name());
                assertRefused(
                        TopicAuthorizationException.class,
                        admin.createTopics(List.of(new NewTopic("nuclei.masks.mercy-2", 1, (short) 1)))
                                .all());
                assertRefused(
                        TopicAuthorizationException.class,
                        admin.deleteTopics(List.of(own.name())).all());
                assertRefused(
                        TopicAuthorizationException.class,
                        admin.incrementalAlterConfigs(Map.of(
                                        own,
                                        List.<AlterConfigOp>of(new AlterConfigOp(
                                                new ConfigEntry("retention.ms", "1"), AlterConfigOp.OpType.SET))))
                                .all());
                assertRefused(
                        TopicAuthorizationException.class,
                        admin.deleteRecords(Map.of(
                                        new TopicPartition(
                                                TOPICS.synthetic(MERCY).name(), 0),
                                        RecordsToDelete.beforeOffset(0)))
                                .all());
            }
        }

        @Test
        void takeOverTheGeneratorsOrAnotherSitesTransactions() {
            for (String id : List.of("nuclei.generator", "nuclei.site.st-mary", "nuclei.site.mercy-2")) {
                try (var producer = producer("mercy", Map.of("transactional.id", id))) {
                    assertThatThrownBy(producer::initTransactions)
                            .isInstanceOf(TransactionalIdAuthorizationException.class);
                }
            }
        }

        @Test
        void moveAnotherPartysPosition() {
            try (Admin admin = Admin.create(client("mercy"))) {
                for (String group : List.of("nuclei.generator", "nuclei.site.st-mary")) {
                    assertRefused(
                            GroupAuthorizationException.class,
                            admin.alterConsumerGroupOffsets(
                                            group,
                                            Map.of(
                                                    new TopicPartition(
                                                            TOPICS.synthetic(MERCY)
                                                                    .name(),
                                                            0),
                                                    new OffsetAndMetadata(0)))
                                    .all());
                    assertRefused(
                            GroupAuthorizationException.class,
                            admin.deleteConsumerGroups(List.of(group)).all());
                }
            }
        }

        @Test
        void seeOrChangeRightsAndPasswords() {
            try (Admin admin = Admin.create(client("mercy"))) {
                var rights = new AccessRules(TOPICS).ofSite(ST_MARY);
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.createAcls(rights).all());
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.describeAcls(AclBindingFilter.ANY).values());
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all());
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                        "nuclei.site.st-mary",
                                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192),
                                        "mine")))
                                .all());
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.describeUserScramCredentials().all());
            }
        }

        @Test
        void writeToTheSchemaRegistry() {
            for (Map.Entry<String, String> deed : Map.of(
                            "POST", "/subjects/nuclei.masks.mercy-value/versions",
                            "PUT", "/config/nuclei.masks.mercy-value",
                            "DELETE", "/subjects/nuclei.masks.mercy-value")
                    .entrySet()) {
                assertThat(RegistryCalls.status(federation.kit("mercy"), deed.getKey(), proxyUrl() + deed.getValue()))
                        .as("%s %s", deed.getKey(), deed.getValue())
                        .isEqualTo(403);
            }
            assertThat(RegistryCalls.status(
                            federation.kit("mercy"), "POST", proxyUrl() + "/subjects/x%2Fversions?normalize=true"))
                    .isEqualTo(403);
            assertThat(RegistryCalls.status(federation.kit("mercy"), "GET", proxyUrl() + "/subjects"))
                    .isEqualTo(200);
            try (SchemaRegistry readable = new SchemaRegistry(link("mercy").registry())) {
                assertThatCode(() -> new SchemaProvisioner(readable).check(TOPICS.ofSite(MERCY)))
                        .doesNotThrowAnyException();
                assertThatThrownBy(() -> new SchemaProvisioner(readable).provision(new Topics("other").central()))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("may not");
            }
        }

        @Test
        void comeWithoutACertificateOrWithAnotherSitesName() {
            Map<String, Object> noCertificate = client("mercy");
            noCertificate.keySet().removeIf(name -> name.startsWith("ssl.key"));
            assertNotAuthenticated(SslAuthenticationException.class, noCertificate);

            Map<String, Object> wrongPassword = client("mercy");
            wrongPassword.computeIfPresent(
                    "sasl.jaas.config", (name, login) -> login.toString().replace(" password=\"", " password=\"x"));
            assertNotAuthenticated(SaslAuthenticationException.class, wrongPassword);

            Map<String, Object> otherName = client("mercy");
            otherName.computeIfPresent(
                    "sasl.jaas.config", (name, login) -> login.toString().replace("site.mercy", "site.st-mary"));
            assertNotAuthenticated(SaslAuthenticationException.class, otherName);
        }

        @Test
        void comeWithACertificateThatItMadeItself() throws IOException {
            Path forged = folder.resolve("forged");
            Files.createDirectories(forged);
            Authority other =
                    Authority.make("AsynDGAN run nuclei", InstantSource.system().instant());
            Path identity = forged.resolve("identity.p12");
            Secrets.write(
                    identity,
                    other.issue("admin", List.of(), LIFE, InstantSource.system().instant(), "forged"));
            Map<String, Object> client = client("mercy");
            client.put("ssl.keystore.location", identity.toString());
            client.put("ssl.keystore.password", "forged");
            client.put("ssl.key.password", "forged");

            assertNotAuthenticated(SslAuthenticationException.class, client);
        }

        @Test
        void becomeMoreAtTheOperatorsListener() {
            Map<String, Object> client = client("mercy");
            client.put("bootstrap.servers", broker.adminServers());
            client.put("security.protocol", "SSL");
            client.remove("sasl.jaas.config");
            client.remove("sasl.mechanism");
            try (Admin admin = Admin.create(client)) {
                assertRefused(
                        ClusterAuthorizationException.class,
                        admin.describeAcls(AclBindingFilter.ANY).values());
            }
        }
    }

    @Test
    void aRevokedSiteIsRefusedInTheMiddleOfItsWork() {
        try (SiteLink site = new SiteLink(link("charite"), CHARITE)) {
            site.startAt(0);
            site.answer(gradient(CHARITE, 0), 0);
            long start = System.nanoTime();

            federation.revoke(CHARITE, operator);

            assertThatThrownBy(() -> site.answer(gradient(CHARITE, 1), 0))
                    .isInstanceOf(TransportException.class)
                    .hasMessageEndingWith("(ADG-108)");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
        assertNotAuthenticated(SaslAuthenticationException.class, client("charite"));
        assertThat(RegistryCalls.status(federation.kit("charite"), "GET", proxyUrl() + "/subjects"))
                .isEqualTo(403);
    }

    private static void assertRefusedToRead(Topic topic) {
        assertRefusedToRead("mercy", topic);
    }

    private static void assertRefusedToRead(String party, Topic topic) {
        Map<String, Object> settings = client(party);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .as("reading %s", topic.name())
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static void assertRefusedToWrite(Topic topic) {
        assertRefusedToWrite("mercy", topic);
    }

    private static void assertRefusedToWrite(String party, Topic topic) {
        try (var producer = producer(party, Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic.name(), 0, null, new byte[] {1}))
                            .get())
                    .as("%s writing %s", party, topic.name())
                    .hasRootCauseInstanceOf(AuthorizationException.class);
        }
    }

    private static void assertRefused(Class<? extends AuthorizationException> as, KafkaFuture<?> answer) {
        assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(as);
    }

    private static void assertNotAuthenticated(Class<? extends Exception> as, Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(as);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String party, Map<String, Object> more) {
        Map<String, Object> settings = client(party);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> client(String party) {
        Map<String, Object> client = new HashMap<>(Kit.kafka(Kit.settings(federation.kit(party))));
        client.put("bootstrap.servers", broker.bootstrapServers());
        client.put("default.api.timeout.ms", 10_000);
        client.put("request.timeout.ms", 5_000);
        client.put("max.block.ms", 10_000);
        client.put("enable.metrics.push", false);
        return client;
    }

    private static LinkSettings link(String party) {
        Map<String, Object> kit = Kit.settings(federation.kit(party));
        return new LinkSettings(
                TOPICS,
                new BrokerSettings(
                        String.valueOf(kit.get("asyndgan.link.brokers")), Duration.ofSeconds(15), Kit.kafka(kit)),
                new RegistrySettings(
                        String.valueOf(kit.get("asyndgan.link.registry")), Duration.ofSeconds(10), Kit.registry(kit)),
                Dtype.UINT8,
                Dtype.FLOAT16,
                1 << 20);
    }

    private static SiteManifest manifest(SiteId site) {
        return new SiteManifest(site, "session", SiteManifest.Presence.JOINED, 10, 2, 4, 4, 1, 2, "divided by 255", 1);
    }

    private static SiteGradient gradient() {
        return gradient(MERCY, 0);
    }

    private static SiteGradient gradient(SiteId site, long sequence) {
        return new SiteGradient(
                new BatchId(site, sequence),
                GeneratorVersion.INITIAL,
                FloatTensor.zeros(2, 1, 4, 4),
                new SiteReport(0.7, 0.6, 0.5, 0.4, sequence + 1, 12));
    }
}
