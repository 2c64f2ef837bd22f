package org.asyndgan.experiment;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.checkpoint.SnapshotInput;
import org.asyndgan.core.checkpoint.SnapshotOutput;
import org.asyndgan.core.memory.InProcessRun;

/** The losses of a GAN's training and the time it took, also where it was stopped and went on. Not thread-safe. */
final class Course {

    private static final String NAME = "course";
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Curve generator;
    private final Curve discriminator;
    private final InstantSource clock;
    private Duration before = Duration.ZERO;
    private final Instant start;
    private Instant due;
    private long step;

    /** @param steps that will be taken */
    Course(long steps, InstantSource clock) {
        this.generator = new Curve(steps);
        this.discriminator = new Curve(steps);
        this.clock = clock;
        this.start = clock.instant();
        this.due = start.plus(BETWEEN);
    }

    /** Goes on from the newest checkpoint. @return steps taken before it, 0 where there is none */
    long recover(Checkpoints checkpoints) {
        checkpoints.newest(NAME).flatMap(store -> store.newest(this::read)).ifPresent(saved -> step = saved);
        return step;
    }

    void stepped(long done, double generatorLoss, double discriminatorLoss) {
        generator.add(done - 1, generatorLoss);
        if (!Double.isNaN(discriminatorLoss)) {
            discriminator.add(done - 1, discriminatorLoss);
        }
        step = done;
    }

    /** Steps taken so far. */
    long steps() {
        return step;
    }

    /** Each minute: a paper-size step takes seconds, a checkpoint much less than a second. */
    InProcessRun.Cut cut() {
        return new InProcessRun.Cut(this::isDue, Map.of(NAME, this::write));
    }

    private boolean isDue() {
        boolean isDue = !clock.instant().isBefore(due);
        if (isDue) {
            due = clock.instant().plus(BETWEEN);
        }
        return isDue;
    }

    private void write(SnapshotOutput out) throws IOException {
        out.section("step", part -> part.writeLong(step));
        out.section("milliseconds", part -> part.writeLong(time().toMillis()));
        out.section("generator", generator::write);
        out.section("discriminator", discriminator::write);
    }

    private long read(SnapshotInput in) throws IOException {
        long saved = in.section("step", part -> part.readLong());
        before = Duration.ofMillis(in.section("milliseconds", part -> part.readLong()));
        in.section("generator", part -> {
            generator.read(part);
            return true;
        });
        in.section("discriminator", part -> {
            discriminator.read(part);
            return true;
        });
        return saved;
    }

    /** Of the training so far, without pauses between its processes. */
    Duration time() {
        return before.plus(Duration.between(start, clock.instant()));
    }

    List<Double> generator() {
        return generator.means();
    }

    List<Double> discriminator() {
        return discriminator.means();
    }
}
