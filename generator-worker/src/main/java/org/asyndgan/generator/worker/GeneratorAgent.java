package org.asyndgan.generator.worker;

import java.time.Duration;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.worker.Agent;

/** The generator's loop from its recovery to its release. */
final class GeneratorAgent implements Agent {

    private final GeneratorLoop loop;
    private final CentralGenerator generator;
    private final GeneratorTelemetry telemetry;

    GeneratorAgent(GeneratorLoop loop, CentralGenerator generator, GeneratorTelemetry telemetry) {
        this.loop = loop;
        this.generator = generator;
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
