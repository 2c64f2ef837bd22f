package org.asyndgan.segmentation.worker;

import java.util.Map;
import org.asyndgan.worker.Worker;

/** Trains a segmentation network on a run's released pairs and scores it on real ones. */
public final class SegmentationTrainer {

    private SegmentationTrainer() {}

    /** Flags such as {@code --asyndgan.segmenter.steps=100} win over environment and files. */
    public static void main(String[] arguments) {
        System.exit(run(Worker.properties(arguments)));
    }

    /**
     * Runs until the network is trained and scored, or the process is told to end.
     *
     * @param properties such as {@code asyndgan.segmenter.steps}; they win over environment and files
     * @return 0 when done or stopped in good order, 1 after a failure, which one sentence on stderr names
     */
    public static int run(Map<String, Object> properties) {
        return Worker.run("segmentation trainer", SegmenterSpec::of, properties);
    }
}
