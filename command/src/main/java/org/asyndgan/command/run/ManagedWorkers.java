package org.asyndgan.command.run;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.command.process.WorkerProcess;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.EventInbox;
import org.asyndgan.transport.log.LinkSettings;

/**
 * The workers of one run as processes, each of which can be ended and started again by itself.
 *
 * <p>Unlike {@link LocalRun} it decides nothing: whoever holds it says who starts, who dies and when.
 * Not thread-safe.
 */
public final class ManagedWorkers implements AutoCloseable {

    public static final String GENERATOR = "generator";
    public static final String SEGMENTER = "segmenter";

    private static final String SITE = "site-";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Launcher launcher;
    private final LocalData data;
    private final LocalCluster cluster;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Map<String, WorkerProcess> started = new LinkedHashMap<>();

    /**
     * Makes the run's topics and schemas; starts nobody yet.
     *
     * @param stack running; it stays open when this is closed
     * @param folder of the run, where states and logs are kept
     * @param javaOptions of every worker
     */
    public ManagedWorkers(LocalStack stack, RunSettings settings, RunFolder folder, List<String> javaOptions) {
        this.data = LocalData.look(settings);
        this.cluster = new LocalCluster(stack, settings.name());
        cluster.provision(settings, data);
        this.launcher = new Launcher(folder, javaOptions);
        Arguments arguments = new Arguments(settings, data, folder, cluster.brokers(), cluster.registry(), false);
        commands.put(GENERATOR, arguments.generator());
        data.siteNames().forEach(site -> commands.put(SITE + site, arguments.site(site)));
        commands.put(SEGMENTER, arguments.segmenter());
    }

    /** {@code generator}, {@code site-NAME} for every site, {@code segmenter}. */
    public Set<String> roles() {
        return commands.keySet();
    }

    /** How to read what the workers write. */
    public LinkSettings link() {
        return cluster.link();
    }

    /** What the workers tell, from the run's start on; whoever opens it closes it. */
    public EventInbox events() {
        return new EventInbox(cluster.link(), data.siteIds());
    }

    /** Bytes that each topic takes on the broker's disk, as compressed by whoever wrote them. */
    public Map<String, Long> topicBytes() {
        return cluster.topicBytes();
    }

    public void startAll() {
        roles().forEach(this::start);
    }

    /** Starts a worker, for the first time or again; one that still works is refused. */
    public void start(String role) {
        if (started.containsKey(role) && worker(role).isAlive()) {
            throw new IllegalStateException("The " + role + " is at work; end it before it is started again");
        }
        started.put(role, launcher.start(role, commands.get(role)));
    }

    /** Ends a worker at once, as {@code kill -9} does. */
    public void kill(String role) {
        worker(role).kill();
    }

    /** Ends a worker in good order, as SIGTERM does. @return its exit code */
    public int stop(String role) {
        worker(role).askToEnd();
        worker(role).awaitEnd(LIMIT);
        return worker(role).exitCode();
    }

    private WorkerProcess worker(String role) {
        return started.get(role);
    }

    /** Where a worker serves {@code /health} and {@code /prometheus}; nothing before it does. */
    public Optional<URI> endpoint(String role) {
        return worker(role).endpoint();
    }

    /** Process number of a worker that was started. */
    public long pid(String role) {
        return worker(role).pid();
    }

    public boolean isAlive(String role) {
        return worker(role).isAlive();
    }

    /** Says whether all have come to their ends by themselves with all their work done. */
    public boolean isDone() {
        return started.size() == commands.size() && started.values().stream().allMatch(WorkerProcess::isDone);
    }

    /**
     * Insists that everybody who was not killed is working or has done the work.
     *
     * @throws RunException ADG-704 for the first that failed
     */
    public void requireHealthy() {
        started.values().forEach(WorkerProcess::requireHealthy);
    }

    /** Asks all that still work to end, and waits for them. */
    @Override
    public void close() {
        started.values().forEach(WorkerProcess::askToEnd);
        started.values().forEach(worker -> worker.awaitEnd(LIMIT));
    }
}
