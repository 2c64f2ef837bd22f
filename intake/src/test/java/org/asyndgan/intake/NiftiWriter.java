package org.asyndgan.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Writes a volume as a NIfTI file: floats in RAS with voxels of 1 x 1 x 3 mm unless told otherwise. */
final class NiftiWriter {

    private static final int HEADER_1 = 348;
    private static final int HEADER_2 = 540;

    private final int[] size;
    private final double[] values;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int version = 1;
    private int type = 16;
    private int bytes = 4;
    private BiConsumer<ByteBuffer, Double> put = (buffer, value) -> buffer.putFloat(value.floatValue());
    private double slope;
    private double intercept;
    private double[] affine = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0};
    private boolean isPlaced = true;
    private int sliceAxis = -1;

    /** @param values i runs fastest, then j, then k */
    NiftiWriter(int width, int height, int depth, double... values) {
        this.size = new int[] {width, height, depth};
        this.values = values;
    }

    /** Rows of the affine, x to the right, y to the front, z to the head. */
    NiftiWriter affine(double... rows) {
        affine = rows;
        return this;
    }

    NiftiWriter unplaced() {
        isPlaced = false;
        return this;
    }

    NiftiWriter version(int number, ByteOrder bytes) {
        version = number;
        order = bytes;
        return this;
    }

    NiftiWriter type(int code, int width, BiConsumer<ByteBuffer, Double> writing) {
        type = code;
        bytes = width;
        put = writing;
        return this;
    }

    NiftiWriter scaled(double by, double plus) {
        slope = by;
        intercept = plus;
        return this;
    }

    NiftiWriter slicesAlong(int axis) {
        sliceAxis = axis;
        return this;
    }

    Path write(Path file) throws IOException {
        int header = version == 1 ? HEADER_1 : HEADER_2;
        ByteBuffer buffer =
                ByteBuffer.allocate(header + 4 + values.length * bytes).order(order);
        buffer.putInt(0, header);
        if (version == 1) {
            version1(buffer);
        } else {
            version2(buffer);
        }
        buffer.position(header + 4);
        for (double value : values) {
            put.accept(buffer, value);
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, buffer.array());
    }

    private void version1(ByteBuffer buffer) {
        buffer.put(39, (byte) ((sliceAxis + 1) << 4)).putShort(40, (short) 3).putShort(70, (short) type);
        for (int axis = 0; axis < 3; axis++) {
            buffer.putShort(42 + 2 * axis, (short) size[axis]);
        }
        buffer.putFloat(108, HEADER_1 + 4).putFloat(112, (float) slope).putFloat(116, (float) intercept);
        buffer.putShort(254, (short) (isPlaced ? 1 : 0));
        for (int i = 0; i < affine.length; i++) {
            buffer.putFloat(280 + 4 * i, (float) affine[i]);
        }
        buffer.put(344, new byte[] {'n', '+', '1', 0});
    }

    private void version2(ByteBuffer buffer) {
        buffer.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 26, '\n'});
        buffer.putShort(12, (short) type).putLong(16, 3);
        for (int axis = 0; axis < 3; axis++) {
            buffer.putLong(24 + 8 * axis, size[axis]);
        }
        buffer.putLong(168, HEADER_2 + 4).putDouble(176, slope).putDouble(184, intercept);
        buffer.putInt(348, isPlaced ? 1 : 0).put(524, (byte) ((sliceAxis + 1) << 4));
        for (int i = 0; i < affine.length; i++) {
            buffer.putDouble(400 + 8 * i, affine[i]);
        }
    }
}
