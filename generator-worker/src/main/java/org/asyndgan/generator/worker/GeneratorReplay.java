package org.asyndgan.generator.worker;

import java.util.Map;
import java.util.function.Consumer;
import org.asyndgan.worker.Worker;

/** Computes a run again from its log and compares the weights with those that were recorded. */
public final class GeneratorReplay {

    private GeneratorReplay() {}

    /**
     * Replays a run that is over or still on; nothing is written and nobody is disturbed.
     *
     * @param properties those of the run's generator, such as {@code asyndgan.generator.steps}
     * @param fromSnapshot begins at the oldest snapshot instead of at step 0
     * @param lines takes what came of it
     * @return 0 if every step led to the recorded weights, 1 otherwise
     */
    public static int run(Map<String, Object> properties, boolean fromSnapshot, Consumer<String> lines) {
        return Worker.run("replay", settings -> new ReplaySpec(settings, fromSnapshot, lines), properties);
    }
}
