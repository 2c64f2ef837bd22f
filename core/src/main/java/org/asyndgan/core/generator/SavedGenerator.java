package org.asyndgan.core.generator;

import java.io.DataInputStream;
import java.io.IOException;

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
    public static SavedGenerator read(DataInputStream in) throws IOException {
        in.readLong(); // position in the journal
        GeneratorState state = GeneratorState.read(in);
        return new SavedGenerator(state.version().step(), state.weights(), state.average());
    }
}
