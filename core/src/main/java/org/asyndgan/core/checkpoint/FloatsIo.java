package org.asyndgan.core.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.asyndgan.nn.optimizer.AdamState;

/** Arrays of floats and optimiser states in a snapshot: a count, then big-endian bits. */
public final class FloatsIo {

    private FloatsIo() {}

    public static void write(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    public static float[] read(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        byte[] bytes = in.readNBytes(values.length * Float.BYTES);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
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
