package org.asyndgan.core.release;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.asyndgan.core.checkpoint.FloatsIo;
import org.asyndgan.core.protocol.GeneratorVersion;

/**
 * The weights whose images the sites found nearest to their own so far.
 *
 * @param version that had them
 * @param score Σ_j π_j d_j at that step, d_j being site j's smoothed distance
 * @param weights that a release would be drawn with
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
public record BestWeights(GeneratorVersion version, double score, float[] weights) {

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(version.incarnation());
        out.writeLong(version.step());
        out.writeDouble(score);
        FloatsIo.write(out, weights);
    }

    public static BestWeights read(DataInputStream in) throws IOException {
        return new BestWeights(new GeneratorVersion(in.readInt(), in.readLong()), in.readDouble(), FloatsIo.read(in));
    }

    @Override
    public String toString() {
        return "BestWeights[" + version + ", score=" + score + "]";
    }
}
