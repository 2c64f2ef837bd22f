package org.asyndgan.worker.telemetry;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.asyndgan.core.protocol.RunEvent;

/** What one worker tells the dashboards. */
public final class Events {

    private final String source;
    private final InstantSource clock;
    private final Consumer<RunEvent> outbox;

    /** @param source {@code generator}, {@code segmenter} or {@code site/NAME} */
    public Events(String source, InstantSource clock, Consumer<RunEvent> outbox) {
        this.source = source;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** @param step of the generator that the event belongs to; 0 where the worker knows of none */
    public void publish(String type, long step, Map<String, Double> values, Map<String, String> texts) {
        outbox.accept(new RunEvent(source, clock.instant(), type, step, values, texts));
    }
}
