package org.asyndgan.nn.network;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * What a network needs to train with Adam on one input shape.
 *
 * <p>On the nd4j backend, with P parameters, L of them in the largest tensor, A the elements of all feature maps and N
 * those of all operands of convolutions: heap 4 · (5P + L + A) bytes (values, gradient, two
 * moments and a rotated copy; every map has a gradient beside it, counted in A), native
 * 4 · (2P + L + N) bytes (weights, and once more rotated for passes that want the input gradient
 * alone). What oneDNN needs while it computes comes on top: about the size of the largest
 * convolution's operands.
 *
 * @param heapBytes on the Java heap
 * @param nativeBytes outside it
 */
public record MemoryNeed(long heapBytes, long nativeBytes) {

    private static final double MEBIBYTE = 1 << 20;

    /** Both together, for networks that live in one process. */
    public MemoryNeed plus(MemoryNeed other) {
        return new MemoryNeed(heapBytes + other.heapBytes, nativeBytes + other.nativeBytes);
    }

    /** The same with images beside the networks, on the heap. */
    public MemoryNeed plusImages(long bytes) {
        return new MemoryNeed(heapBytes + bytes, nativeBytes);
    }

    /** What this process lacks, as one sentence; empty if it has enough. */
    public Optional<String> shortage() {
        long physical =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize()
                        : Long.MAX_VALUE;
        return shortage(Runtime.getRuntime().maxMemory(), physical);
    }

    Optional<String> shortage(long mostHeapBytes, long physicalBytes) {
        if (heapBytes > mostHeapBytes) {
            return Optional.of("Networks and images need " + mebibytes(heapBytes) + " of heap, but this JVM may use "
                    + mebibytes(mostHeapBytes) + "; give Java more with --heap " + gibibytes(heapBytes)
                    + "g, or use smaller batches or images");
        }
        if (heapBytes + nativeBytes > physicalBytes) {
            return Optional.of("Networks and images need " + this + ", but this machine or container has "
                    + mebibytes(physicalBytes) + " in all; use smaller batches or images");
        }
        return Optional.empty();
    }

    /** Such as {@code 812 MiB of heap and 301 MiB of native memory}. */
    @Override
    public String toString() {
        return mebibytes(heapBytes) + " of heap and " + mebibytes(nativeBytes) + " of native memory";
    }

    /** Rounded up, with a quarter to spare for all else. */
    private static long gibibytes(long bytes) {
        return (long) Math.ceil(bytes * 1.25 / MEBIBYTE / 1024);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MiB", Math.ceil(bytes / MEBIBYTE));
    }
}
