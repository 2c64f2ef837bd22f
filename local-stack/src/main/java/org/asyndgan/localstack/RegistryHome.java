package org.asyndgan.localstack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.asyndgan.localstack.LocalStackException.Trouble;

/**
 * Where the registry's distribution lies unpacked.
 *
 * <p>The build of this module unpacks it into {@code local-stack/target/registry}; an installation may have it as
 * {@code registry} beside the folder of its jars. It is looked for from the place of this class upwards, so a
 * clone that has been built needs no setting.
 */
final class RegistryHome {

    /** System property that names the folder where it is to be found elsewhere. */
    static final String PROPERTY = "asyndgan.registry.home";

    private RegistryHome() {}

    /**
     * The jar that starts the registry; its libraries lie beside it.
     *
     * @throws LocalStackException if there is none
     */
    static Path runner() {
        var named = System.getProperty(PROPERTY);
        var found = named != null ? runnerIn(Path.of(named)) : runnerAbove(classes());
        return found.orElseThrow(() -> new LocalStackException(
                Trouble.REGISTRY_MISSING,
                "The schema registry's program was not found "
                        + (named != null ? "in " + named : "above " + classes())
                        + ". Build it with ./mvnw -DskipTests package, or name its folder with -D" + PROPERTY + ".",
                null));
    }

    /** The jar or folder of classes that this class came from. */
    static Path classes() {
        try {
            return Path.of(RegistryHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<Path> runnerAbove(Path start) {
        return Stream.iterate(start.getParent(), folder -> folder != null, Path::getParent)
                .flatMap(folder -> Stream.of(folder.resolve("registry"), folder.resolve("local-stack/target/registry")))
                .flatMap(folder -> runnerIn(folder).stream())
                .findFirst();
    }

    private static Optional<Path> runnerIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
