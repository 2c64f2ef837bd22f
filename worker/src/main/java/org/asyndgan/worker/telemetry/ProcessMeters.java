package org.asyndgan.worker.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Numbers that every worker has: what went over the network, how far behind it reads, memory and disk.
 *
 * <p>Kafka's clients publish theirs as MBeans, whose sums stand here; so nothing between has to hand them through.
 */
public final class ProcessMeters {

    private static final String PREFIX = "asyndgan.";
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
    private static final double KIB = 1024;

    private ProcessMeters() {}

    /** @param state folder whose disk must not run full */
    public static void bind(MeterRegistry meters, Path state) {
        counter(meters, "kafka.sent", "Sent by all Kafka clients of the process", "outgoing-byte-total");
        counter(meters, "kafka.received", "Received by all Kafka clients of the process", "incoming-byte-total");
        gauge(
                meters,
                "kafka.consumer.lag",
                "records",
                "Records that the consumer furthest behind has yet to read",
                () ->
                        values("kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*", "records-lag-max")
                                .stream()
                                .filter(Double::isFinite)
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(Double.NaN));
        gauge(
                meters,
                "process.memory",
                "bytes",
                "Resident memory, heap and native; NaN where the system does not tell",
                ProcessMeters::resident);
        gauge(meters, "state.free", "bytes", "Space left on the disk of the worker's state", () -> state.toFile()
                .getUsableSpace());
    }

    private static void counter(MeterRegistry meters, String name, String description, String attribute) {
        FunctionCounter.builder(PREFIX + name, attribute, it -> total(it))
                .baseUnit("bytes")
                .description(description)
                .register(meters);
    }

    private static double total(String attribute) {
        double sum = 0;
        for (String kind : List.of("producer", "consumer")) {
            sum += values("kafka." + kind + ":type=" + kind + "-metrics,client-id=*", attribute).stream()
                    .filter(Double::isFinite)
                    .mapToDouble(Double::doubleValue)
                    .sum();
        }
        return sum;
    }

    private static void gauge(
            MeterRegistry meters, String name, String unit, String description, DoubleSupplier value) {
        Gauge.builder(PREFIX + name, value::getAsDouble)
                .baseUnit(unit)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    /** An attribute of all beans that match; those that go away meanwhile are left out. */
    private static List<Double> values(String pattern, String attribute) {
        List<Double> values = new ArrayList<>();
        for (ObjectName bean : beans(pattern)) {
            try {
                if (BEANS.getAttribute(bean, attribute) instanceof Number number) {
                    values.add(number.doubleValue());
                }
            } catch (JMException gone) {
                // The others still count.
            }
        }
        return values;
    }

    private static Set<ObjectName> beans(String pattern) {
        try {
            return BEANS.queryNames(new ObjectName(pattern), null);
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static double resident() {
        OptionalLong kib = ResidentMemory.kib(ProcessHandle.current().pid());
        return kib.isPresent() ? kib.getAsLong() * KIB : Double.NaN;
    }
}
