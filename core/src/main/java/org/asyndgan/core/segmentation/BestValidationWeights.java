package org.asyndgan.core.segmentation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.asyndgan.core.checkpoint.FloatsIo;

/**
 * The weights that did best on the validation pairs so far.
 *
 * @param step of the training after which they were looked at
 * @param release whose pairs they had seen last
 * @param dice mean over the validation pairs, in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
record BestValidationWeights(long step, int release, double dice, float[] weights) {

    void write(DataOutputStream out) throws IOException {
        out.writeLong(step);
        out.writeInt(release);
        out.writeDouble(dice);
        FloatsIo.write(out, weights);
    }

    static BestValidationWeights read(DataInputStream in) throws IOException {
        return new BestValidationWeights(in.readLong(), in.readInt(), in.readDouble(), FloatsIo.read(in));
    }

    @Override
    public String toString() {
        return "BestValidationWeights[step=" + step + ", release=" + release + ", dice=" + dice + "]";
    }
}
