package org.asyndgan.generator.worker;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.asyndgan.worker.Worker;

/** Computes a run again from its log and compares the weights with those that were recorded. */
public final class GeneratorReplay {

    private GeneratorReplay() {}

    /**
     * How a run is replayed.
     *
     * @param fromSnapshot begins at the oldest snapshot instead of at step 0
     * @param tolerance empty where every step's weights have to be the recorded ones, to the bit; else how far images of the
     *     snapshots' weights may be from the replay's, as a share of their range, above 0, whoever computes it
     */
    public record How(boolean fromSnapshot, OptionalDouble tolerance) {}

    /**
     * Replays a run that is over or still on; nothing is written and nobody is disturbed.
     *
     * @param properties those of the run's generator, such as {@code asyndgan.generator.steps}
     * @param how it is replayed
     * @param lines takes what came of it
     * @return 0 if the weights are what was asked for, 1 otherwise
     */
    public static int run(Map<String, Object> properties, How how, Consumer<String> lines) {
        return Worker.run("replay", settings -> new ReplaySpec(settings, how, lines), properties);
    }
}
