package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator reads of a metric, sees of it on a dashboard or is woken by exists in the program. */
class MetricsPageTest {

    private static final Pattern PREFIX = Pattern.compile("String PREFIX = \"(asyndgan\\.[a-z.]*)\"");
    private static final Pattern METER =
            Pattern.compile("PREFIX \\+ \"([a-z.]+)\"|(?:counter|gauge)\\(\\s*meters,\\s*\"([a-z.]+)\"");
    private static final Pattern WHOLE = Pattern.compile("meters\\.[a-z]+\\(\"(asyndgan\\.[a-z.]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (asyndgan\\.[a-z.]+) \\| (asyndgan_[a-z_]+) \\|");
    private static final Pattern NAME = Pattern.compile("\\basyndgan_[a-z_]+");
    private static final Pattern SUFFIX = Pattern.compile("_(count|sum|max|bucket)$");

    private final Path root = Path.of("..").toAbsolutePath().normalize();

    @Test
    void thePageHasEveryMeterAndNoOther() {
        Set<String> meters = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root, 12)) {
            files.filter(file -> root.relativize(file)
                            .toString()
                            .matches("[a-z-]+/src/main/.*(Meters|Telemetry|Worker)\\.java"))
                    .forEach(file -> addMeters(read(file), meters));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(meters).contains("asyndgan.generator.step", "asyndgan.site.answers", "asyndgan.kafka.sent");
        assertThat(onPage(1)).isEqualTo(meters);
    }

    private static void addMeters(String source, Set<String> meters) {
        Matcher whole = WHOLE.matcher(source);
        while (whole.find()) {
            meters.add(whole.group(1));
        }
        Matcher prefix = PREFIX.matcher(source);
        if (!prefix.find()) {
            return;
        }
        Matcher meter = METER.matcher(source);
        while (meter.find()) {
            String name = meter.group(1) == null ? meter.group(2) : meter.group(1);
            meters.add(prefix.group(1) + name);
        }
    }

    @Test
    void everyNameInAnAlertIsOnThePage() {
        assertThat(onPage(2)).containsAll(namesIn(read(root.resolve("infra/prometheus/rules.yml"))));
    }

    @Test
    void everyAlertSaysWhatToDo() {
        String rules = read(root.resolve("infra/prometheus/rules.yml"));
        String deploy = read(root.resolve("docs/deploy.md"));
        Matcher action =
                Pattern.compile("action: \"docs/deploy\\.md, ([^\"]+)\"").matcher(rules);

        while (action.find()) {
            assertThat(deploy).containsPattern("(?m)^#+ " + Pattern.quote(action.group(1)) + "$");
        }
        assertThat(rules.split("- alert:", -1)).hasSameSizeAs(rules.split("action:", -1));
    }

    @Test
    void everyNameOnADashboardIsOnThePage() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("infra/grafana/dashboards"))) {
            for (Path file : files.toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                Set<String> names = new TreeSet<>();
                dashboard.findValuesAsText("expr").forEach(query -> names.addAll(namesIn(query)));

                assertThat(names).isNotEmpty();
                assertThat(onPage(2)).containsAll(names);
                assertThat(dashboard.findValuesAsText("uid")).containsOnly("prometheus", "asyndgan-run");
            }
        }
    }

    private Set<String> onPage(int column) {
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(read(root.resolve("docs/metrics.md")));
        while (row.find()) {
            names.add(row.group(column));
        }
        return names;
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(SUFFIX.matcher(name.group()).replaceFirst(""));
        }
        return names;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
