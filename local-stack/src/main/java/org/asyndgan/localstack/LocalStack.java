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
        LocalStack stack = prepare(folder);
        stack.start();
        return stack;
    }

    /**
     * Both of them as they will be, with their addresses, but not started yet; so that others who need them can be
     * started beside them.
     */
    public static LocalStack prepare(Path folder) {
        return new LocalStack(
                LocalBroker.prepare(folder.resolve("broker")), LocalRegistry.prepare(folder.resolve("registry")));
    }

    /**
     * Starts both at once.
     *
     * @throws LocalStackException if one of them does not start; the other is stopped again
     */
    public void start() {
        var registryStarts = CompletableFuture.runAsync(registry::start);
        try {
            broker.start();
        } catch (LocalStackException noBroker) {
            closeOnceStarted(registryStarts);
            throw noBroker;
        }
        try {
            registryStarts.join();
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

    private void closeOnceStarted(CompletableFuture<Void> registryStarts) {
        try {
            registryStarts.join();
            registry.close();
        } catch (CompletionException notStartedEither) {
            // The broker's trouble is told; one is enough to act on.
        }
    }
}
