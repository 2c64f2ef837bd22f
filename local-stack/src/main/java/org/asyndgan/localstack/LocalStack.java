package org.asyndgan.localstack;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A local broker and a local registry, started at once, since each waits more than it works.
 *
 * <p>Not thread-safe.
 */
public final class LocalStack implements AutoCloseable {

    private final LocalBroker broker;
    private final LocalRegistry registry;

    private LocalStack(LocalBroker broker, LocalRegistry registry) {
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Both of them running on free ports, with their data in {@code broker} and {@code registry} under the folder.
     *
     * @throws LocalStackException if one of them does not start; the other is stopped again
     */
    public static LocalStack open(Path folder) {
        var registry = CompletableFuture.supplyAsync(() -> LocalRegistry.open(folder.resolve("registry")));
        LocalBroker broker;
        try {
            broker = LocalBroker.open(folder.resolve("broker"));
        } catch (LocalStackException noBroker) {
            closeOnceStarted(registry);
            throw noBroker;
        }
        try {
            return new LocalStack(broker, registry.join());
        } catch (CompletionException noRegistry) {
            broker.close();
            throw noRegistry.getCause() instanceof LocalStackException known ? known : noRegistry;
        }
    }

    /** The broker, running until it is stopped. */
    public LocalBroker broker() {
        return broker;
    }

    /** The registry, running until it is stopped. */
    public LocalRegistry registry() {
        return registry;
    }

    /** Stops both; their data stay. */
    @Override
    public void close() {
        registry.close();
        broker.close();
    }

    private static void closeOnceStarted(CompletableFuture<LocalRegistry> registry) {
        try {
            registry.join().close();
        } catch (CompletionException notStartedEither) {
            // The broker's trouble is told; one is enough to act on.
        }
    }
}
