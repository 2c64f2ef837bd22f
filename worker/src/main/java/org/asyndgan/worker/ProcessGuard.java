package org.asyndgan.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ties workers to their process: SIGTERM stops them in good order, and so does the end of the process that started them.
 *
 * <p>One shutdown hook serves all workers of the process. It waits for their ends and then gives the
 * process their exit code, because the JVM's own after SIGTERM is 143.
 */
final class ProcessGuard {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int FAILED = 1;
    private static final Map<StopSignal, CompletableFuture<Integer>> WORKERS = new LinkedHashMap<>();
    private static boolean isHooked;

    private ProcessGuard() {}

    /** Takes a worker under guard. @return to be completed with the worker's exit code once it has ended */
    static synchronized CompletableFuture<Integer> watch(StopSignal stop) {
        if (!isHooked) {
            Runtime.getRuntime().addShutdownHook(new Thread(ProcessGuard::stopAll, "stop-workers"));
            isHooked = true;
        }
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        WORKERS.put(stop, ended);
        return ended;
    }

    /** Lets a worker go that has ended by itself. */
    static synchronized void release(StopSignal stop) {
        WORKERS.remove(stop);
    }

    /** Stops the worker when this process's parent is gone, or at once if there is none. */
    static void stopWithParent(StopSignal stop) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        if (parent.isEmpty()) {
            stop.request("the process that started it is gone");
            return;
        }
        CompletableFuture<Void> unused =
                parent.get().onExit().thenRun(() -> stop.request("the process that started it is gone"));
    }

    private static void stopAll() {
        Map<StopSignal, CompletableFuture<Integer>> workers;
        synchronized (ProcessGuard.class) {
            workers = new LinkedHashMap<>(WORKERS);
        }
        if (workers.isEmpty()) {
            return;
        }
        workers.keySet().forEach(stop -> stop.request("the process was told to end"));
        int code = workers.values().stream().mapToInt(ProcessGuard::await).max().orElse(0);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static int await(CompletableFuture<Integer> ended) {
        try {
            return ended.get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return FAILED;
        }
    }
}
