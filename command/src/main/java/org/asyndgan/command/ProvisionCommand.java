package org.asyndgan.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.BrokerSettings;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.schema.SchemaProvisioner;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.asyndgan.worker.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan provision}: a run's topics and schemas, before its workers start. */
@Command(
        name = "provision",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the topics and registers the schemas of a run; workers only check that they are there.",
            "May be repeated, with more sites too."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  ./asyndgan provision --run nuclei --sites mercy,st-mary,charite \\",
            "      --brokers broker:9092 --registry http://registry:8081 \\",
            "      --replication-factor 3 --image-size 128"
        })
final class ProvisionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "NAME", description = "Name of the run.")
    private String run;

    @Option(names = "--brokers", required = true, paramLabel = "HOST:PORT,...", description = "Kafka brokers.")
    private String brokers;

    @Option(names = "--registry", required = true, paramLabel = "URL", description = "Schema registry.")
    private String registry;

    @Option(names = "--sites", required = true, split = ",", paramLabel = "SITE", description = "Names of the sites.")
    private List<String> sites;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images a batch (${DEFAULT-VALUE}).")
    private int batchSize = 8;

    @Option(names = "--image-size", paramLabel = "N", description = "Side of the images, pixels (${DEFAULT-VALUE}).")
    private int imageSize = 128;

    @Option(names = "--channels", paramLabel = "N", description = "1 for grey, 3 for colour (${DEFAULT-VALUE}).")
    private int channels = 1;

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
            description = "Brokers that hold each record (${DEFAULT-VALUE}).")
    private short replicationFactor = 1;

    @Option(names = "--max-record-bytes", paramLabel = "N", description = "Limit of a record (${DEFAULT-VALUE}).")
    private int maxRecordBytes = 16 << 20;

    @Option(
            names = "--retention",
            paramLabel = "DAYS",
            description = "Of batches, gradients and samples (${DEFAULT-VALUE}).")
    private int retentionDays = 7;

    @Option(
            names = "--long-retention",
            paramLabel = "DAYS",
            description = "Of journal and refusals (${DEFAULT-VALUE}).")
    private int longRetentionDays = 90;

    @Option(
            names = "--kafka",
            paramLabel = "SETTING=VALUE",
            description = "Any setting of Kafka's client, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> kafka = new LinkedHashMap<>();

    @Option(
            names = "--dangerously-allow-plain-text",
            description = "Lets brokers and registry on other machines be spoken to unencrypted.")
    private boolean dangerouslyAllowPlainText;

    @Override
    public Integer call() {
        LogFile.anywhere();
        if (!dangerouslyAllowPlainText) {
            PlainText.refuse(brokers, kafka, registry, "--dangerously-allow-plain-text");
        }
        var topics = new Topics(run).all(sites.stream().map(SiteId::new).toList());
        var settings = new TopicSettings(
                replicationFactor, maxRecordBytes, Duration.ofDays(retentionDays), Duration.ofDays(longRetentionDays));
        var sizes = new RecordSizes(
                batchSize, channels, imageSize, imageSize, imageDtype, gradientDtype, sites.size(), inFlight);
        try (var broker = new TopicProvisioner(new BrokerSettings(brokers, BrokerSettings.USUAL_TIMEOUT, kafka));
                var schemas = new SchemaRegistry(RegistrySettings.plain(registry))) {
            schemas.requireAnswer();
            broker.provision(topics, settings, sizes);
            new SchemaProvisioner(schemas).provision(topics);
        }
        spec.commandLine().getOut().println("Run " + run + " has its " + topics.size() + " topics and their schemas.");
        return 0;
    }
}
