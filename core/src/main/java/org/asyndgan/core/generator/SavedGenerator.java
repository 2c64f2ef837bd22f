package org.asyndgan.core.generator;

import java.io.IOException;
import org.asyndgan.core.checkpoint.SnapshotInput;

/**
 * The weights within a snapshot of the generator.
 *
 * @param version that the snapshot was taken at
 * @param weights as they were trained
 * @param average their moving average, which releases are drawn with; the weights themselves where
 *     averaging is off
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
public record SavedGenerator(long version, float[] weights, float[] average) {

    /** Reads the content of a snapshot. */
    public static SavedGenerator read(SnapshotInput in) throws IOException {
        GeneratorState state = GeneratorSnapshot.read(in).state();
        return new SavedGenerator(state.progress().version().step(), state.weights(), state.average());
    }
}
