package org.asyndgan.experiment;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A long series of numbers, kept as the means of at most so many equal shares. */
final class Curve {

    private static final int POINTS = 100;

    private final double[] sums = new double[POINTS];
    private final long[] counts = new long[POINTS];
    private final long total;

    /** @param total numbers that will come */
    Curve(long total) {
        this.total = total;
    }

    void add(long index, double value) {
        int at = (int) Math.min(POINTS - 1, index * POINTS / total);
        sums[at] += value;
        counts[at]++;
    }

    void write(DataOutputStream out) throws IOException {
        for (int i = 0; i < POINTS; i++) {
            out.writeDouble(sums[i]);
            out.writeLong(counts[i]);
        }
    }

    /** Takes what {@link #write} wrote in place of its own. */
    void read(DataInputStream in) throws IOException {
        for (int i = 0; i < POINTS; i++) {
            sums[i] = in.readDouble();
            counts[i] = in.readLong();
        }
    }

    List<Double> means() {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            if (counts[i] > 0) {
                means.add(sums[i] / counts[i]);
            }
        }
        return means;
    }
}
