package org.asyndgan.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.asyndgan.localstack.LocalStack;

/** One broker and one registry for all integration tests of a JVM; each test names its run differently. */
public final class SharedStack {

    private static final LocalStack STACK = open();

    private SharedStack() {}

    public static LocalStack stack() {
        return STACK;
    }

    public static BrokerSettings broker() {
        return new BrokerSettings(STACK.broker().bootstrapServers(), Duration.ofSeconds(20), Map.of());
    }

    public static RegistrySettings registry() {
        return RegistrySettings.plain(STACK.registry().url());
    }

    private static LocalStack open() {
        try {
            var stack = LocalStack.open(Files.createTempDirectory(Path.of("target"), "stack"));
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return stack;
        } catch (IOException noFolder) {
            throw new UncheckedIOException(noFolder);
        }
    }
}
