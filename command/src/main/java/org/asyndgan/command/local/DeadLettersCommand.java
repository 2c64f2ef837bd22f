package org.asyndgan.command.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.asyndgan.command.option.ClusterOptions;
import org.asyndgan.command.option.LocalRunOption;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.command.run.LocalDeadLetters;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.federation.Kit;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.link.DeadLetters;
import org.asyndgan.worker.setting.LinkProperties;
import org.asyndgan.worker.setting.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asyndgan dead-letters}: the records of a run that were refused, and why. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the newest records that a run's workers refused: when, which record of which site, the kind of"
                    + " refusal, and why.",
            "RUN is a run of demo or train on this machine that is over; for one elsewhere, give brokers, registry and"
                    + " the operator's folder of the federation. Writes nothing and disturbs nobody."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./asyndgan dead-letters demo",
            "  ./asyndgan dead-letters --run nuclei --kit nuclei/operator --brokers 10.0.0.5:9094 \\",
            "      --registry https://kafka.example.org:8443 --json"
        })
public final class DeadLettersCommand implements Callable<Integer> {

    private static final String LINK = "asyndgan.link.";
    private static final int LONGEST_REASON = 300;
    private static final String ROW = "%-24s  %-36s  %-12s  %-17s  %s%n";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final LocalRunOption local = new LocalRunOption();

    @Option(names = "--run", paramLabel = "NAME", description = "Name of a run elsewhere.")
    private String run;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--kit",
            paramLabel = "DIR",
            description = "The folder operator/ that provision made; parties may not read dead letters.")
    private Path kit;

    @Option(names = "--limit", paramLabel = "N", description = "The most that are printed (${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--json", description = "Prints JSON, with the first bytes of what could not be decoded.")
    private boolean isJson;

    @Override
    public Integer call() throws JsonProcessingException {
        LogFile.anywhere();
        if (local.isGiven() == (run != null)) {
            throw new ParameterException(
                    spec.commandLine(), "Name either a RUN on this machine or, with --run, one elsewhere.");
        }
        if (local.isGiven() && (kit != null || cluster.isGiven())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "RUN is on this machine, where --brokers, --registry, --kafka and --kit say nothing; leave them out,"
                            + " or name a run elsewhere with --run.");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + " must be 1 or more.");
        }
        print(local.isGiven() ? LocalDeadLetters.newest(local.runs(), local.name(), limit) : elsewhere());
        return 0;
    }

    private DeadLetters elsewhere() {
        Map<String, Object> settings = new TreeMap<>(kit == null ? Map.of() : Kit.settings(kit));
        settings.put(LINK + "run", run);
        put(settings, "brokers", cluster.brokers());
        put(settings, "registry", cluster.registry());
        cluster.kafka().forEach((name, value) -> settings.put(LINK + "kafka." + name, value));
        return DeadLetters.newest(Settings.bind(settings, LinkProperties.class).settings(), limit);
    }

    private static void put(Map<String, Object> settings, String name, String value) {
        if (value != null) {
            settings.put(LINK + name, value);
        }
    }

    private void print(DeadLetters found) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(JSON.writeValueAsString(
                    found.entries().stream().map(DeadLettersCommand::fields).toList()));
        } else {
            printTable(found, out);
        }
        out.flush();
    }

    private static void printTable(DeadLetters found, PrintWriter out) {
        if (found.entries().isEmpty()) {
            out.println("No record was refused.");
        } else {
            out.printf(ROW, "when", "record", "site", "kind", "reason: the record ...");
        }
        for (DeadLetters.Entry entry : found.entries()) {
            DeadLetter letter = entry.letter();
            out.printf(
                    ROW,
                    entry.at(),
                    printable(letter.topic()) + " @ " + letter.offset(),
                    letter.site().map(SiteId::slug).orElse("-"),
                    letter.why().kind().label(),
                    printable(letter.reason()));
        }
        if (found.invalid() > 0) {
            out.println(found.invalid() + " more records in the topics of dead letters hold none.");
        }
    }

    /** A site writes its dead letters itself, so they are not to be trusted with a terminal. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }

    private static Map<String, Object> fields(DeadLetters.Entry entry) {
        DeadLetter letter = entry.letter();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", entry.at().toString());
        fields.put("topic", letter.topic());
        fields.put("offset", letter.offset());
        fields.put("key", letter.key().orElse(null));
        fields.put("site", letter.site().map(SiteId::slug).orElse(null));
        fields.put("kind", letter.why().kind().label());
        fields.put("reason", letter.reason());
        fields.put("bytes", letter.bytes());
        fields.put("head", letter.head());
        return fields;
    }
}
