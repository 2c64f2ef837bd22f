package org.asyndgan.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.EventInbox;

/** The training through Kafka: generator and sites as processes of their own, the broker in this one. */
final class Processes {

    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final LocalStack stack;
    private final Workload workload;
    private Instant first;
    private Instant last;
    private double cpuAtFirst;
    private double cpuAtLast;
    private long stepAtFirst;

    Processes(LocalStack stack, Workload workload) {
        this.stack = stack;
        this.workload = workload;
    }

    /** Trains and measures, the first steps apart. */
    Measured run() {
        RunSettings settings = workload.settings("pipeline-" + workload.name());
        RunFolder folder = RunFolder.create(settings.runs(), settings.name());
        try (ManagedWorkers workers = new ManagedWorkers(stack, settings, folder, List.of("-Xmx768m"));
                EventInbox events = workers.events()) {
            workers.roles().stream()
                    .filter(role -> !role.equals(ManagedWorkers.SEGMENTER))
                    .forEach(workers::start);
            watch(workers, events);
            double steps = (double) workload.steps() - stepAtFirst;
            double pairs = (double) workload.steps()
                    * workload.sites()
                    * workload.size().batch();
            return new Measured(
                    new Speed(
                            workload.size(),
                            workload.sites(),
                            steps / (Duration.between(first, last).toNanos() / 1e9),
                            (cpuAtLast - cpuAtFirst) / steps),
                    bytes(workers, ".synthetic.") / pairs,
                    bytes(workers, ".gradients.") / pairs);
        }
    }

    private void watch(ManagedWorkers workers, EventInbox events) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long step = 0;
        while (step < workload.steps()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The run of " + workload.sites() + " sites is at step " + step + " of " + workload.steps()
                                + " after " + LIMIT.toMinutes() + " minutes; take a machine with less to do");
            }
            workers.requireHealthy();
            for (RunEvent event : events.poll()) {
                if (event.type().equals("stepped")) {
                    step = event.step();
                    see(workers, event);
                }
            }
        }
    }

    private void see(ManagedWorkers workers, RunEvent event) {
        if (first == null && event.step() >= workload.warmUp()) {
            first = event.at();
            stepAtFirst = event.step();
            cpuAtFirst = cpu(workers);
        }
        last = event.at();
        cpuAtLast = cpu(workers);
    }

    private static double cpu(ManagedWorkers workers) {
        double own =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        return own
                + workers.roles().stream()
                        .filter(role -> !role.equals(ManagedWorkers.SEGMENTER))
                        .flatMap(role -> ProcessHandle.of(workers.pid(role)).stream())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToDouble(time -> time.toNanos() / 1e9)
                        .sum();
    }

    private static double bytes(ManagedWorkers workers, String kind) {
        return workers.topicBytes().entrySet().stream()
                .filter(topic -> topic.getKey().contains(kind))
                .mapToLong(topic -> topic.getValue())
                .sum();
    }

    /**
     * What came of it.
     *
     * @param imageBytes of one synthetic image on the broker's disk, as it was on the wire, its share of a batch's frame
     *     included
     * @param gradientBytes of one image's gradient likewise
     */
    record Measured(Speed speed, double imageBytes, double gradientBytes) {}
}
