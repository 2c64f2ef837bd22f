package org.asyndgan.command.centre;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.ClusterOptions;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.federation.Federation;
import org.asyndgan.federation.OpenRun;
import org.asyndgan.federation.Reach;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.worker.setting.PlainText;
import org.asyndgan.worker.setting.RunDefaults;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asyndgan provision}: a run's topics and schemas, its parties' keys and rights, before its workers start. */
@Command(
        name = "provision",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the topics and registers the schemas of a run; workers only check that they are there.",
            "With --out it makes a federation: an authority, keys and a password for each party, their rights at the"
                    + " brokers, and one start-up kit a site. May be repeated; keys that exist stay."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./asyndgan provision --run nuclei --sites mercy,st-mary,charite --out nuclei \\",
            "      --brokers kafka.example.org:9093 --admin-brokers 10.0.0.5:9094 \\",
            "      --registry https://kafka.example.org:8443 --replication-factor 3",
            "  ./asyndgan provision --out nuclei --admin-brokers 10.0.0.5:9094 --add-site lariboisiere",
            "  ./asyndgan provision --out nuclei --admin-brokers 10.0.0.5:9094 --revoke mercy",
            "  ./asyndgan provision --run try --sites a,b --brokers 127.0.0.1:9092 --registry http://127.0.0.1:8081"
        })
public final class ProvisionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--run", paramLabel = "NAME", description = "Name of the run.")
    private String run;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--sites", split = ",", paramLabel = "SITE", description = "Names of the sites.")
    private List<String> sites = List.of();

    @Option(names = "--batch-size", paramLabel = "N", description = "Images a batch (${DEFAULT-VALUE}).")
    private int batchSize = Integer.parseInt(RunDefaults.BATCH_SIZE);

    @Option(names = "--image-size", paramLabel = "N", description = "Side of the images, pixels (${DEFAULT-VALUE}).")
    private int imageSize = Integer.parseInt(RunDefaults.IMAGE_SIZE);

    @Option(names = "--channels", paramLabel = "N", description = "1 for grey, 3 for colour (${DEFAULT-VALUE}).")
    private int channels = Integer.parseInt(RunDefaults.CHANNELS);

    @Option(names = "--image-dtype", description = "How images travel: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Dtype imageDtype = Dtype.UINT8;

    @Option(names = "--gradient-dtype", description = "How gradients travel (${DEFAULT-VALUE}).")
    private Dtype gradientDtype = Dtype.FLOAT16;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Batches a site may have unanswered (${DEFAULT-VALUE}).")
    private int inFlight = 2;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Brokers that hold each record (1). This and the next three are remembered in --out.")
    private Short replicationFactor;

    @Option(names = "--max-record-bytes", paramLabel = "N", description = "Limit of a record (16777216).")
    private Integer maxRecordBytes;

    @Option(names = "--retention", paramLabel = "DAYS", description = "Of batches, gradients and samples (7).")
    private Integer retentionDays;

    @Option(names = "--long-retention", paramLabel = "DAYS", description = "Of journal and refusals (90).")
    private Integer longRetentionDays;

    @Option(
            names = "--dangerously-allow-plain-text",
            description = "Lets brokers and registry on other machines be spoken to unencrypted.")
    private boolean dangerouslyAllowPlainText;

    @ArgGroup(exclusive = false, heading = "Federations:%n")
    private FederationOptions federation = new FederationOptions();

    @Override
    public Integer call() {
        LogFile.anywhere();
        contradiction().ifPresent(sentence -> {
            throw new ParameterException(spec.commandLine(), sentence);
        });
        if (federation.isChange()) {
            require(federation.out != null, "--out", "the folder that provision made");
            return change(Federation.open(federation.out, federation.life(), InstantSource.system()));
        }
        require(run != null, "--run", "the name of the run");
        require(!sites.isEmpty(), "--sites", "the names of the sites");
        require(cluster.brokers() != null, "--brokers", "the brokers' addresses, host:port");
        require(cluster.registry() != null, "--registry", "the schema registry's URL");
        return federation.out == null ? provisionPlain() : provisionFederation();
    }

    /** What would do nothing must not seem to do something. */
    private Optional<String> contradiction() {
        if (federation.addSite != null && federation.revoke != null) {
            return Optional.of("--add-site and --revoke are two changes; make one after the other.");
        }
        if (federation.revoke != null && federation.offline) {
            return Optional.of("--revoke cannot be had --offline: it is the brokers that shut a site out.");
        }
        if (federation.out != null && dangerouslyAllowPlainText) {
            return Optional.of("--dangerously-allow-plain-text is for runs without --out; kits always encrypt.");
        }
        return federation.out == null && !federation.isChange()
                ? federation.ofAFederation().map(option -> option + " is for a federation; name its folder with --out.")
                : Optional.empty();
    }

    private void require(boolean isGiven, String option, String what) {
        if (!isGiven) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option " + option + "; give it " + what + ".");
        }
    }

    private int provisionPlain() {
        if (!dangerouslyAllowPlainText) {
            PlainText.refuse(cluster.brokers(), cluster.kafka(), cluster.registry(), "--dangerously-allow-plain-text");
        }
        var topics = OpenRun.provision(
                run,
                siteIds(),
                new Reach(
                        new BrokerSettings(cluster.brokers(), BrokerSettings.USUAL_TIMEOUT, cluster.kafka()),
                        RegistrySettings.plain(cluster.registry())),
                topicSettings(TopicSettings.replicated(1)),
                sizes(sites.size()));
        say("Run " + run + " has its " + topics.size() + " topics and their schemas.");
        return 0;
    }

    private int provisionFederation() {
        PlainText.refuse(
                cluster.brokers(),
                Map.of("security.protocol", "SASL_SSL"),
                cluster.registry(),
                "nothing: kits always encrypt");
        Map<String, String> site = new TreeMap<>(Map.of(
                "asyndgan.site.image-size", Integer.toString(imageSize),
                "asyndgan.site.channels", Integer.toString(channels),
                "asyndgan.site.batch-size", Integer.toString(batchSize)));
        site.putAll(federation.site);
        var made = Federation.make(
                federation.out,
                new Federation.Definition(
                        run,
                        siteIds(),
                        cluster.brokers(),
                        cluster.registry(),
                        federation.hosts,
                        federation.authority(spec),
                        site),
                federation.life(),
                InstantSource.system());
        say("Start-up kits of run " + run + " are in " + federation.out.resolve("kits") + ".");
        made.outdated().forEach(this::say);
        if (federation.offline) {
            say("Nothing was told to the brokers: start them with " + made.broker() + ", then repeat this without"
                    + " --offline.");
            return 0;
        }
        return tell(made);
    }

    private int tell(Federation made) {
        TopicSettings topics = topicSettings(made.topics().orElse(TopicSettings.replicated(1)));
        made.provision(reach(made), topics, sizes(made.sites().size()));
        say("Run " + made.run() + " has its topics and schemas; generator, segmenter and " + made.sites()
                + " have their rights, and nobody else has any.");
        return 0;
    }

    private int change(Federation known) {
        if (federation.revoke != null) {
            var gone = new SiteId(federation.revoke);
            known.revoke(gone, reach(known));
            say("Site " + gone + " is shut out of run " + known.run() + ". What it has sent stays in the log.");
            return 0;
        }
        var more = new SiteId(federation.addSite);
        known.add(more);
        say("The start-up kit of " + more + " is in " + known.kit(more.slug()) + ". Start the generator again with its"
                + " kit, which names the site now.");
        return federation.offline ? 0 : tell(known);
    }

    private Reach reach(Federation made) {
        return made.reach(
                Optional.ofNullable(federation.adminBrokers).or(() -> Optional.ofNullable(cluster.brokers())),
                Optional.ofNullable(federation.adminRegistry).or(() -> Optional.ofNullable(cluster.registry())),
                cluster.kafka());
    }

    private List<SiteId> siteIds() {
        return sites.stream().map(SiteId::new).toList();
    }

    /** What the options say; what they do not, as before. */
    private TopicSettings topicSettings(TopicSettings before) {
        return new TopicSettings(
                replicationFactor == null ? before.replicationFactor() : replicationFactor,
                maxRecordBytes == null ? before.maxRecordBytes() : maxRecordBytes,
                retentionDays == null ? before.retention() : Duration.ofDays(retentionDays),
                longRetentionDays == null ? before.longRetention() : Duration.ofDays(longRetentionDays));
    }

    private RecordSizes sizes(int howMany) {
        return new RecordSizes(batchSize, channels, imageSize, imageSize, imageDtype, gradientDtype, howMany, inFlight);
    }

    private void say(String sentence) {
        spec.commandLine().getOut().println(sentence);
    }

    /** Options of a run between several organisations. */
    private static final class FederationOptions {

        @Option(names = "--out", paramLabel = "DIR", description = "The operator's folder: authority, keys and kits.")
        private Path out;

        @Option(
                names = "--admin-brokers",
                paramLabel = "HOST:PORT,...",
                description = "The brokers' listener for operators, if it is not --brokers.")
        private String adminBrokers;

        @Option(
                names = "--admin-registry",
                paramLabel = "URL",
                description = "Where this command reaches the registry, if not at --registry.")
        private String adminRegistry;

        @Option(
                names = "--hosts",
                split = ",",
                paramLabel = "HOST,...",
                description = "More names of brokers and registry proxy, for their certificate.")
        private List<String> hosts = List.of();

        @Option(names = "--ca", paramLabel = "FILE", description = "Certificate of your own authority (PEM).")
        private Path certificate;

        @Option(names = "--ca-key", paramLabel = "FILE", description = "Its key (PEM, unencrypted).")
        private Path key;

        @Option(
                names = "--valid-days",
                paramLabel = "N",
                description = "Life of certificates, days (${DEFAULT-VALUE}).")
        private int validDays = 825;

        @Option(
                names = "--site-setting",
                paramLabel = "SETTING=VALUE",
                description = "For every site's kit, such as asyndgan.site.layers=2; may be repeated.")
        private Map<String, String> site = new LinkedHashMap<>();

        @Option(names = "--add-site", paramLabel = "SITE", description = "One more site, or new keys for one.")
        private String addSite;

        @Option(names = "--revoke", paramLabel = "SITE", description = "Shuts a site out within seconds.")
        private String revoke;

        @Option(names = "--offline", description = "Files only, for brokers that are not started yet.")
        private boolean offline;

        boolean isChange() {
            return addSite != null || revoke != null;
        }

        /** The first option that says nothing without {@link #out}. */
        Optional<String> ofAFederation() {
            Map<String, Boolean> given = new LinkedHashMap<>();
            given.put("--admin-brokers", adminBrokers != null);
            given.put("--admin-registry", adminRegistry != null);
            given.put("--hosts", !hosts.isEmpty());
            given.put("--ca", certificate != null);
            given.put("--ca-key", key != null);
            given.put("--site-setting", !site.isEmpty());
            given.put("--offline", offline);
            given.values().removeIf(isGiven -> !isGiven);
            return given.keySet().stream().findFirst();
        }

        Duration life() {
            return Duration.ofDays(validDays);
        }

        Optional<Federation.Given> authority(CommandSpec spec) {
            if ((certificate == null) != (key == null)) {
                throw new ParameterException(spec.commandLine(), "--ca and --ca-key go together; give both or none.");
            }
            return Optional.ofNullable(certificate).map(file -> new Federation.Given(file, key));
        }
    }
}
