package org.asyndgan.generator.worker;

import java.time.Duration;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorLoop;
import org.asyndgan.worker.Duty;

/** The generator's loop from its recovery to its release. */
final class GeneratorDuty implements Duty {

    private final GeneratorLoop loop;
    private final CentralGenerator generator;
    private final GeneratorNews news;

    GeneratorDuty(GeneratorLoop loop, CentralGenerator generator, GeneratorNews news) {
        this.loop = loop;
        this.generator = generator;
        this.news = news;
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
            news.tookStep(Duration.ofNanos(System.nanoTime() - start));
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
        news.finished();
    }

    @Override
    public void leave() {
        loop.snapshot();
        news.stopped();
    }
}
