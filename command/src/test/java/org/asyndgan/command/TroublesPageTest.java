package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A code on a user's screen leads to a section, and a section to a failure that exists. */
class TroublesPageTest {

    private static final Pattern CODE = Pattern.compile("ADG-\\d{3}");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (ADG-\\d{3})$");

    private final Path root = Path.of("..").toAbsolutePath().normalize();

    @Test
    void thePageExplainsEveryCodeAndNoOther() throws IOException {
        Set<String> raised = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root, 12)) {
            files.filter(file -> file.toString().endsWith(".java")
                            && root.relativize(file).toString().matches("[a-z-]+/src/main/.*"))
                    .forEach(file -> addAll(CODE, 0, read(file), raised));
        }
        Set<String> explained = new TreeSet<>();
        addAll(HEADING, 1, read(root.resolve("docs/troubles.md")), explained);

        assertThat(raised).isNotEmpty();
        assertThat(explained).isEqualTo(raised);
    }

    private static void addAll(Pattern pattern, int group, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
