package org.asyndgan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyndgan.command.Asyndgan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Pages name nothing that is gone: files, sections, types, commands, flags. */
class DocsTest {

    /** Types of others that pages name, and one that stands for many. */
    private static final Set<String> FOREIGN_TYPES = Set.of("StandardAuthorizer", "AvroX");

    /** Before the name of a schema it makes that of the class which Avro generates. */
    private static final String GENERATED = "Avro";

    /** Flags of others that pages name: those of Docker, Kafka, gdcmconv and infra/wild/run. */
    private static final Set<String> FOREIGN_FLAGS =
            Set.of("--build", "--cluster-id", "--entity-type", "--raw", "--slow");

    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TYPE =
            Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:\\.([a-z]\\w*))?(?:\\(.*\\))?");
    private static final Pattern DECLARED = Pattern.compile("(?:class|record|enum|interface) (\\w+)");
    private static final Pattern CALL = Pattern.compile("\\./asyndgan[ ]+([a-z][a-z-]*)([^`\\n#]*)");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, String> TYPES = types();

    private final CommandLine product = Asyndgan.commandLine();
    private final CommandLine bench = Bench.commandLine();

    static List<Path> pages() {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "SECURITY.md", "CHANGELOG.md")
                                    .map(ROOT::resolve),
                            docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFilesAndSections(Path page) {
        List<String> dead = new ArrayList<>();
        for (MatchResult link : all(LINK, read(page))) {
            String target = link.group(1);
            if (!target.matches("[a-z]+:.*") && !leadsSomewhere(page, target)) {
                dead.add(target);
            }
        }

        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Path page, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        return Files.exists(file) && (hash < 0 || sections(file).contains(target.substring(hash + 1)));
    }

    /** As GitHub names them. */
    private static Set<String> sections(Path page) {
        return all(HEADING, CODE_BLOCK.matcher(read(page)).replaceAll("")).stream()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                        .strip()
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void typesAndTheirMethodsExist(Path page) {
        List<String> gone = new ArrayList<>();
        for (MatchResult code : all(CODE, CODE_BLOCK.matcher(read(page)).replaceAll(""))) {
            Matcher type = TYPE.matcher(code.group(1));
            if (type.matches() && !FOREIGN_TYPES.contains(type.group(1)) && !exists(type.group(1), type.group(2))) {
                gone.add(code.group(1));
            }
        }

        assertThat(gone).isEmpty();
    }

    private static boolean exists(String type, String method) {
        boolean isGenerated = type.startsWith(GENERATED) && !TYPES.containsKey(type);
        String source = TYPES.get(isGenerated ? type.substring(GENERATED.length()) : type);
        return source != null
                && (method == null
                        || Pattern.compile("\\b" + method + "\\b")
                                .matcher(source)
                                .find());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsExistAndHaveTheFlagsTheyAreGiven(Path page) {
        List<String> wrong = new ArrayList<>();
        String text = read(page).replaceAll("\\\\\\n\\s*", " ");
        for (MatchResult call : all(CALL, text)) {
            Optional<CommandLine> command = command(call.group(1), call.group(2));
            if (command.isEmpty()) {
                wrong.add(call.group());
            } else {
                Set<String> known = flags(command.get());
                all(FLAG, call.group(2)).stream()
                        .map(MatchResult::group)
                        .filter(flag -> !known.contains(flag))
                        .forEach(flag -> wrong.add("./asyndgan " + call.group(1) + " " + flag));
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** The command that is called, or the innermost of those that its first words name. */
    private Optional<CommandLine> command(String name, String rest) {
        Optional<CommandLine> command = name.equals("bench")
                ? Optional.of(bench)
                : Optional.ofNullable(product.getSubcommands().get(name))
                        .or(() -> Optional.ofNullable(bench.getSubcommands().get(name)));
        for (String word : rest.strip().split("\\s+", -1)) {
            command = command.map(outer -> outer.getSubcommands().getOrDefault(word, outer));
        }
        return command;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void flagsBelongToSomeCommand(Path page) {
        Set<String> known = new TreeSet<>(FOREIGN_FLAGS);
        Stream.of(product, bench).forEach(root -> addFlags(root, known));
        List<String> gone = new ArrayList<>();
        for (MatchResult code : all(CODE, CODE_BLOCK.matcher(read(page)).replaceAll(""))) {
            all(FLAG, code.group(1)).stream()
                    .map(MatchResult::group)
                    .filter(flag -> !known.contains(flag))
                    .forEach(gone::add);
        }

        assertThat(gone).isEmpty();
    }

    @Test
    void findsWhatItLooksFor() {
        assertThat(pages()).hasSizeGreaterThan(10);
        assertThat(TYPES).containsKeys("GeneratorLoop", "SiteGradient");
        assertThat(command("soak", " --minutes 5")).isPresent();
        assertThat(command("letter", "")).isEmpty();
        assertThat(leadsSomewhere(ROOT.resolve("README.md"), "docs/nowhere.md")).isFalse();
        assertThat(leadsSomewhere(ROOT.resolve("README.md"), "#nowhere")).isFalse();
        assertThat(exists("GeneratorLoop", "flyAway")).isFalse();
    }

    private static void addFlags(CommandLine command, Set<String> flags) {
        flags.addAll(command.getCommandSpec().negatedOptionsMap().keySet());
        flags.addAll(flags(command));
        command.getSubcommands().values().forEach(inner -> addFlags(inner, flags));
    }

    private static Set<String> flags(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toSet());
    }

    private static List<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** Sources by the names of the types in them, Avro's included. */
    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> peers = Files.list(ROOT.resolve("bench"))) {
            List<Path> sources = Stream.concat(modules, peers)
                    .map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path folder : sources) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().matches(".*\\.(java|avsc)"))
                            .forEach(file -> addTypes(file, types));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return types;
    }

    private static void addTypes(Path file, Map<String, String> types) {
        String source = read(file);
        types.put(file.getFileName().toString().replaceFirst("\\..*", ""), source);
        all(DECLARED, source).forEach(declared -> types.putIfAbsent(declared.group(1), source));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
