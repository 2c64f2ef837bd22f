package org.asyndgan.worker.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Values that a worker's thread sets and the HTTP server's threads read.
 *
 * <p>Set from one thread only.
 */
public final class Gauges {

    private final MeterRegistry meters;
    private final Map<Key, AtomicLong> values = new HashMap<>();

    public Gauges(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Sets one value, registering its gauge the first time.
     *
     * @param name such as {@code asyndgan.generator.step}
     * @param tags names and values in turn
     */
    public void set(String name, double value, String... tags) {
        values.computeIfAbsent(new Key(name, Tags.of(tags)), this::register).set(Double.doubleToRawLongBits(value));
    }

    private AtomicLong register(Key key) {
        // One from before the worker connected anew would keep its last value for ever.
        meters.find(key.name()).tags(key.tags()).gauges().forEach(meters::remove);
        AtomicLong bits = new AtomicLong();
        Gauge.builder(key.name(), bits, it -> Double.longBitsToDouble(it.get()))
                .tags(key.tags())
                .strongReference(true)
                .register(meters);
        return bits;
    }

    private record Key(String name, Tags tags) {}
}
