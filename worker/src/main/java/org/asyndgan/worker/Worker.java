package org.asyndgan.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.cli.CommandLine;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.asyndgan.nn.backend.Engine;
import org.asyndgan.transport.Resources;
import org.asyndgan.worker.setting.EngineProperties;
import org.asyndgan.worker.setting.HttpProperties;
import org.asyndgan.worker.setting.ProcessProperties;
import org.asyndgan.worker.setting.Settings;
import org.asyndgan.worker.setting.SettingsException;
import org.asyndgan.worker.setting.SettingsLine;
import org.asyndgan.worker.telemetry.Connections;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One worker's life: settings, HTTP server, its thread, its end.
 *
 * <p>Nothing is connected before all settings have been checked.
 */
public final class Worker {

    /** The work is done, or the worker was asked to stop and did. */
    public static final int DONE = 0;

    /** The worker could not go on; one sentence on stderr says why. */
    public static final int FAILED = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final String kind;
    private final Function<Settings, WorkerSpec> planner;
    private final StopSignal stop;

    Worker(String kind, Function<Settings, WorkerSpec> planner, StopSignal stop) {
        this.kind = kind;
        this.planner = planner;
        this.stop = stop;
    }

    /**
     * Runs a worker on top of application.yml, the environment and system properties, until its work is
     * done, it fails or the process is told to end.
     *
     * @param kind its name as long as its settings are not known, such as {@code generator}
     * @param planner checks the settings; throws {@link SettingsException} where they cannot be
     * @param properties that win over all others
     * @return {@link #DONE} or {@link #FAILED}
     */
    public static int run(String kind, Function<Settings, WorkerSpec> planner, Map<String, Object> properties) {
        return new Worker(kind, planner, new StopSignal()).run(properties);
    }

    /**
     * Hands out what a worker is given to work with, on the calling thread: nothing is served, no other thread started.
     *
     * <p>For looking at what a worker would do.
     *
     * @param properties that win over application.yml, the environment and system properties
     * @throws SettingsException where the settings cannot be
     */
    public static <T> T aside(Map<String, Object> properties, BiFunction<Settings, WorkerContext, T> look) {
        try (ApplicationContext context = Settings.contextOf(properties);
                Resources resources = new Resources()) {
            Settings settings = new Settings(context);
            useEngine(settings);
            return look.apply(settings, workerContext(context, resources, new StopSignal()));
        }
    }

    /** What command-line arguments such as {@code --asyndgan.generator.steps=100} set. */
    public static Map<String, Object> properties(String... arguments) {
        return CommandLine.parse(arguments).getUndeclaredOptions();
    }

    int run(Map<String, Object> properties) {
        CompletableFuture<Integer> ended = ProcessGuard.watch(stop);
        int code = FAILED;
        try (ApplicationContext context = Settings.contextOf(properties)) {
            work(context);
            code = DONE;
        } catch (Throwable failed) { // errors too, so that the exit code is never left to chance
            report(failed);
        } finally {
            ProcessGuard.release(stop);
            ended.complete(code);
        }
        return code;
    }

    private void work(ApplicationContext context) throws Exception {
        Settings settings = new Settings(context);
        ProcessProperties process = settings.bind(ProcessProperties.class);
        HttpProperties http = settings.bind(HttpProperties.class);
        EngineProperties engine = useEngine(settings);
        WorkerSpec spec = planner.apply(settings);
        Introduction introduction = spec.introduction();
        String name = introduction.name();
        LOG.info("Starting {} {} {}", name, SettingsLine.of(process, http, engine), introduction.effective());
        if (process.exitWithParent()) {
            ProcessGuard.stopWithParent(stop);
        }
        if (process.awaitStart()) {
            context.getBean(Connections.class).waitFor(new StartWord(System.in, stop)::await);
        }
        serve(context, http);
        runOnItsThread(spec, context);
        stop.await(http.linger());
        LOG.info("Ended {} {}", name, stop.isRequested() ? "because=\"" + stop.reason() + "\"" : "done=true");
    }

    /** To be called before anything asks what its numbers depend on, or opens a network. */
    private static EngineProperties useEngine(Settings settings) {
        EngineProperties engine = settings.bind(EngineProperties.class);
        Engine.use(engine.backend(), engine.device());
        int threads = settings.bind(ProcessProperties.class).threads();
        if (threads > 0) {
            Engine.useThreads(threads);
        }
        return engine;
    }

    private static void serve(ApplicationContext context, HttpProperties http) {
        try {
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            LOG.info("Serving /health and /prometheus url={}", server.getURI());
        } catch (RuntimeException e) {
            throw new WorkerException(
                    "ADG-510",
                    "The HTTP server cannot listen on " + http.host() + ":" + http.port()
                            + ". Set asyndgan.http.port to a port that is free, or to 0 to take any, and asyndgan.http.host"
                            + " to an address of this machine.",
                    e);
        }
    }

    private static WorkerContext workerContext(ApplicationContext context, Resources resources, StopSignal stop) {
        return new WorkerContext(
                context.getBean(MeterRegistry.class),
                context.getBean(Progress.class),
                context.getBean(Connections.class),
                resources,
                context.getBean(InstantSource.class),
                stop);
    }

    /** Native arrays and Kafka clients belong to one thread; that is this one, for its whole life. */
    private void runOnItsThread(WorkerSpec spec, ApplicationContext context) throws Exception {
        String name = spec.introduction().name();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        runAgent(spec, context);
                        done.complete(null);
                    } catch (Throwable failed) { // errors too: a native library that is missing is one
                        done.completeExceptionally(failed);
                    }
                },
                name);
        thread.start();
        try {
            done.get();
        } catch (ExecutionException failed) {
            context.getBean(Progress.class).failed(Failure.of(name, failed).sentence());
            throw failed;
        }
    }

    private void runAgent(WorkerSpec spec, ApplicationContext context) {
        MDC.put("worker", spec.introduction().name());
        spec.introduction().labels().forEach(MDC::put);
        ReconnectBackoff backoff = new ReconnectBackoff(stop, context.getBean(Progress.class));
        MeterRegistry meters = context.getBean(MeterRegistry.class);
        meters.gauge("asyndgan.worker.waits", backoff, ReconnectBackoff::waits);
        boolean again = true;
        while (again) {
            try (Resources resources = new Resources()) {
                Agent agent = spec.open(workerContext(context, resources, stop));
                new AgentRunner(agent, stop, backoff::works).run();
                again = false;
            } catch (StartWord.Stopped beforeItBegan) {
                again = false;
            } catch (RuntimeException failure) {
                if (!backoff.covers(failure)) {
                    throw failure;
                }
                again = backoff.await(failure);
            }
        }
    }

    private void report(Throwable failed) {
        Failure failure = Failure.of(kind, failed);
        if (failure.isExplained()) {
            LOG.debug("The worker failed", failed);
        } else {
            LOG.error("The worker failed", failed);
        }
        System.err.println(failure.sentence());
    }
}
