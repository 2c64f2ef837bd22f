package org.asyndgan.generator.worker;

import java.time.Duration;
import java.util.function.Consumer;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.release.Previews;
import org.asyndgan.worker.Agent;

/** The generator's loop from its recovery to its release. */
final class GeneratorAgent implements Agent {

    private final GeneratorLoop loop;
    private final CentralGenerator generator;
    private final Previews previews;
    private final Consumer<Preview> previewOutbox;
    private final GeneratorTelemetry telemetry;

    GeneratorAgent(
            GeneratorLoop loop,
            CentralGenerator generator,
            Previews previews,
            Consumer<Preview> previewOutbox,
            GeneratorTelemetry telemetry) {
        this.loop = loop;
        this.generator = generator;
        this.previews = previews;
        this.previewOutbox = previewOutbox;
        this.telemetry = telemetry;
    }

    @Override
    public void begin() {
        loop.recover();
    }

    @Override
    public int turn() {
        long start = System.nanoTime();
        long before = generator.version().step();
        int done = loop.turn();
        if (generator.version().step() > before) {
            telemetry.tookStep(Duration.ofNanos(System.nanoTime() - start));
            if (previews.isDue(generator.version().step())) {
                previews.draw().forEach(previewOutbox);
            }
        }
        return done;
    }

    @Override
    public boolean isDone() {
        return loop.isFinished();
    }

    @Override
    public void finish() {
        loop.release();
        telemetry.finished();
    }

    @Override
    public void leave() {
        loop.snapshot();
        telemetry.stopped();
    }
}
