package org.asyndgan.core.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.asyndgan.nn.optimizer.AdamState;

/** Arrays of floats and optimiser states in a snapshot: a count, then big-endian bits. */
public final class FloatsIo {

    /** Floats that are converted at once, whatever the length of the array. */
    private static final int CHUNK = 1 << 14;

    private FloatsIo() {}

    public static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }

    public static float[] read(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            in.readFully(bytes.array(), 0, count * Float.BYTES);
            bytes.asFloatBuffer().get(values, from, count);
        }
        return values;
    }

    public static void write(DataOutputStream out, AdamState state) throws IOException {
        out.writeLong(state.steps());
        write(out, state.firstMoment());
        write(out, state.secondMoment());
    }

    public static AdamState readAdam(DataInputStream in) throws IOException {
        return new AdamState(in.readLong(), read(in), read(in));
    }
}
