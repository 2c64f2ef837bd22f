package org.asyndgan.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.asyndgan.command.run.Fleet;
import org.asyndgan.command.run.RunFolder;
import org.asyndgan.command.run.RunSettings;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.transport.link.EventInbox;

/** The training through Kafka: generator and sites as processes of their own, the broker in this one. */
final class Processes {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

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
        try (Fleet fleet = new Fleet(stack, settings, folder, List.of("-Xmx768m"));
                EventInbox events = fleet.events()) {
            fleet.roles().stream().filter(role -> !role.equals(Fleet.SEGMENTER)).forEach(fleet::start);
            watch(fleet, events);
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
                    bytes(fleet, ".synthetic.") / pairs,
                    bytes(fleet, ".gradients.") / pairs);
        }
    }

    private void watch(Fleet fleet, EventInbox events) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long step = 0;
        while (step < workload.steps()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The run of " + workload.sites() + " sites is at step " + step + " of " + workload.steps()
                                + " after " + PATIENCE.toMinutes() + " minutes; take a machine with less to do");
            }
            fleet.requireHealthy();
            for (RunEvent event : events.poll()) {
                if (event.type().equals("stepped")) {
                    step = event.step();
                    see(fleet, event);
                }
            }
        }
    }

    private void see(Fleet fleet, RunEvent event) {
        if (first == null && event.step() >= workload.warmUp()) {
            first = event.at();
            stepAtFirst = event.step();
            cpuAtFirst = cpu(fleet);
        }
        last = event.at();
        cpuAtLast = cpu(fleet);
    }

    private static double cpu(Fleet fleet) {
        double own =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        return own
                + fleet.roles().stream()
                        .filter(role -> !role.equals(Fleet.SEGMENTER))
                        .flatMap(role -> ProcessHandle.of(fleet.pid(role)).stream())
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToDouble(time -> time.toNanos() / 1e9)
                        .sum();
    }

    private static double bytes(Fleet fleet, String kind) {
        return fleet.topicBytes().entrySet().stream()
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
