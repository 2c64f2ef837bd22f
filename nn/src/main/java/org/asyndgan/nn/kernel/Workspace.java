package org.asyndgan.nn.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * All memory that one network needs for one input shape: allocated while the network is bound to the
 * shape, reused by every pass, given back together.
 *
 * <p>A {@link #measuring} workspace allocates nothing and only counts: what is bound to it cannot run.
 */
public final class Workspace implements AutoCloseable {

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Map<String, FeatureMaps> scratch = new HashMap<>();
    private final Map<String, NativeArray> staging = new HashMap<>();
    private final boolean isMeasuring;
    private long heapBytes;
    private long nativeBytes;

    public Workspace() {
        this(false);
    }

    private Workspace(boolean isMeasuring) {
        this.isMeasuring = isMeasuring;
    }

    /** A workspace that counts what it would allocate. */
    public static Workspace measuring() {
        return new Workspace(true);
    }

    boolean isMeasuring() {
        return isMeasuring;
    }

    /** Feature maps of their own. */
    public FeatureMaps maps(int batch, int channels, int height, int width) {
        var maps = new FeatureMaps(batch, channels, height, width, isMeasuring);
        heapBytes += (long) Float.BYTES * maps.size();
        return maps;
    }

    /** Feature maps shaped like others. */
    public FeatureMaps like(FeatureMaps other) {
        return maps(other.batch(), other.channels(), other.height(), other.width());
    }

    /** Feature maps that every caller asking for this shape shares: their contents last for one call only. */
    public FeatureMaps scratch(int batch, int channels, int height, int width) {
        String key = batch + "x" + channels + "x" + height + "x" + width;
        FeatureMaps present = scratch.get(key);
        if (present == null) {
            present = maps(batch, channels, height, width);
            scratch.put(key, present);
        }
        return present;
    }

    /** A native array of its own. */
    NativeArray array(long... shape) {
        nativeBytes += Float.BYTES * Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return isMeasuring ? NativeArray.NONE : own(NativeArray.allocate(shape));
    }

    /** A native array that every caller asking for this role and shape shares, for one call only. */
    NativeArray staging(String role, long... shape) {
        String key = role + Arrays.toString(shape);
        NativeArray present = staging.get(key);
        if (present == null) {
            present = array(shape);
            staging.put(key, present);
        }
        return present;
    }

    /** Takes over closing something. */
    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** Bytes of all volumes. */
    public long heapBytes() {
        return heapBytes;
    }

    /** Bytes of all native arrays. */
    public long nativeBytes() {
        return nativeBytes;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception broken) {
                throw new IllegalStateException("Native memory of a network could not be released", broken);
            }
        }
    }
}
