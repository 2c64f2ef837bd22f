package org.asyndgan.generator.worker;

import java.util.Map;
import org.asyndgan.worker.Worker;

/** Trains the central generator against the sites of a run, and releases what it has learnt to draw. */
public final class GeneratorWorker {

    private GeneratorWorker() {}

    /** Flags such as {@code --asyndgan.generator.steps=100} win over environment and files. */
    public static void main(String[] arguments) {
        System.exit(run(Worker.properties(arguments)));
    }

    /**
     * Runs until the run is finished and released, or the process is told to end.
     *
     * @param properties such as {@code asyndgan.generator.steps}; they win over environment and files
     * @return 0 when done or stopped in good order, 1 after a failure, which one sentence on stderr names
     */
    public static int run(Map<String, Object> properties) {
        return Worker.run("generator", GeneratorSpec::of, properties);
    }
}
