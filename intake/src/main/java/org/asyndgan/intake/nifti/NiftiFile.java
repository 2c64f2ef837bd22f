package org.asyndgan.intake.nifti;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.volume.AxisOrder;
import org.asyndgan.intake.volume.Geometry;
import org.asyndgan.intake.volume.Volume;

/**
 * Reads the one volume of a NIfTI-1 or NIfTI-2 file, in either byte order, compressed by gzip or not.
 *
 * <p>Whether it is compressed is told by its first bytes, not by its name. The sform says where voxels lie; where there is
 * none, the qform.
 */
public final class NiftiFile {

    private static final long MOST_VOXELS = (1L << 28) - 1;
    private static final int GZIP_1 = 0x1f;
    private static final int GZIP_2 = 0x8b;
    private static final int RGB = 128;
    private static final int RGBA = 2304;

    private final Path path;

    private NiftiFile(Path path) {
        this.path = path;
    }

    /** @throws IntakeException ADG-630 if the file is no such volume */
    public static Volume read(Path path) {
        NiftiFile file = new NiftiFile(path);
        try (InputStream in = open(path)) {
            return file.read(in);
        } catch (EOFException | ZipException e) {
            throw file.broken("it ends too early or is damaged", e);
        } catch (IOException e) {
            throw file.broken("it cannot be read (" + FileTrouble.reason(e) + ")", e);
        }
    }

    private static InputStream open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        try {
            in.mark(2);
            boolean isCompressed = in.read() == GZIP_1 && in.read() == GZIP_2;
            in.reset();
            return isCompressed ? new BufferedInputStream(new GZIPInputStream(in)) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private Volume read(InputStream in) throws IOException {
        ByteBuffer first = ByteBuffer.wrap(exactly(in, NiftiHeader.LENGTH_1)).order(ByteOrder.LITTLE_ENDIAN);
        if (first.getInt(0) != NiftiHeader.LENGTH_1 && first.getInt(0) != NiftiHeader.LENGTH_2) {
            first.order(ByteOrder.BIG_ENDIAN);
        }
        NiftiHeader header;
        int length = first.getInt(0);
        if (length == NiftiHeader.LENGTH_1) {
            requireMagic(magic(first, 344), "n+1", "ni1");
            header = NiftiHeader.ofVersion1(first);
        } else if (length == NiftiHeader.LENGTH_2) {
            requireMagic(magic(first, 4), "n+2", "ni2");
            ByteBuffer whole = ByteBuffer.allocate(length).order(first.order());
            whole.put(first.rewind()).put(exactly(in, length - NiftiHeader.LENGTH_1));
            header = NiftiHeader.ofVersion2(whole);
        } else {
            throw broken("it has no NIfTI header", null);
        }
        int[] size = size(header);
        if (header.offset() < length) {
            throw broken("its data would begin inside the header", null);
        }
        in.skipNBytes(header.offset() - length);
        float[] voxels = voxels(in, first.order(), header, size);
        // Only at its end does gzip say whether what it gave is what was compressed
        in.transferTo(OutputStream.nullOutputStream());
        return volume(header, size, voxels);
    }

    private static String magic(ByteBuffer header, int at) {
        byte[] magic = new byte[3];
        header.get(at, magic);
        return new String(magic, StandardCharsets.US_ASCII);
    }

    private void requireMagic(String magic, String single, String pair) {
        if (magic.equals(pair)) {
            throw broken("it is the header of a pair of files; save the volume as one .nii or .nii.gz file", null);
        }
        if (!magic.equals(single)) {
            throw broken("it has no NIfTI header", null);
        }
    }

    private int[] size(NiftiHeader header) {
        long[] dimensions = header.dimensions();
        long axes = dimensions[0];
        int[] size = {1, 1, 1};
        boolean isSize = axes >= 2 && axes <= 7;
        long count = 1;
        for (int axis = 1; isSize && axis <= Math.min(3, axes); axis++) {
            isSize = dimensions[axis] >= 1 && dimensions[axis] <= MOST_VOXELS / count;
            size[axis - 1] = isSize ? (int) dimensions[axis] : 1;
            count *= size[axis - 1];
        }
        if (!isSize) {
            throw broken(
                    "its " + axes + " axes would be " + dimensions[1] + " x " + dimensions[2] + " x " + dimensions[3]
                            + " voxels; 2 to 7 axes and at most " + MOST_VOXELS + " voxels are read",
                    null);
        }
        for (int axis = 4; axis <= axes; axis++) {
            if (dimensions[axis] > 1) {
                throw broken(
                        "axis " + axis + " has length " + dimensions[axis] + "; split a series into one volume a file",
                        null);
            }
        }
        return size;
    }

    private float[] voxels(InputStream in, ByteOrder order, NiftiHeader header, int[] size) throws IOException {
        Type type = type(header.type());
        if (header.slope() != 0 && Double.isFinite(header.slope()) && !Double.isFinite(header.intercept())) {
            throw broken("its values would be rescaled by " + header.slope() + " and " + header.intercept(), null);
        }
        boolean isScaled = isScaled(header);
        int row = size[0] * size[1];
        float[] voxels = new float[row * size[2]];
        for (int k = 0; k < size[2]; k++) {
            ByteBuffer data = ByteBuffer.wrap(exactly(in, Math.multiplyExact(row, type.bytes)))
                    .order(order);
            for (int i = 0; i < row; i++) {
                double raw = type.at(data, i);
                double value = isScaled ? raw * header.slope() + header.intercept() : raw;
                voxels[k * row + i] = Double.isInfinite(value) ? Float.NaN : (float) value;
            }
        }
        return voxels;
    }

    private static boolean isScaled(NiftiHeader header) {
        return header.slope() != 0 && Double.isFinite(header.slope());
    }

    private Volume volume(NiftiHeader header, int[] size, float[] voxels) {
        Optional<Geometry> sform = place(header.sform(), size);
        Optional<Geometry> qform = place(header.qform(), size);
        List<String> remarks = new ArrayList<>();
        if (sform.isPresent() && qform.isPresent()) {
            sform.get()
                    .differenceTo(qform.get(), new AxisOrder(new int[] {0, 1, 2}, new boolean[3]))
                    .ifPresent(difference -> remarks.add("The sform and the qform of " + path + " differ in "
                            + difference + ". The sform was taken"));
        }
        Optional<Geometry> placed = sform.or(() -> qform);
        Geometry geometry = placed.orElseGet(() -> Geometry.ofAffine(size, header.unplaced()));
        double step = isScaled(header) && !type(header.type()).isFloat ? Math.abs(header.slope()) : 0;
        return new Volume(
                geometry,
                placed.isPresent(),
                header.sliceAxis().orElseGet(() -> placed.isPresent() ? geometry.sliceAxis() : 2),
                false,
                step % 1 == 0 ? 0 : step / 2,
                voxels,
                remarks);
    }

    private static Optional<Geometry> place(Optional<double[][]> affine, int[] size) {
        return affine.map(toPatient -> Geometry.ofAffine(size, toPatient)).filter(Geometry::isProper);
    }

    private static byte[] exactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("only " + read.length + " of " + bytes + " bytes");
        }
        return read;
    }

    private IntakeException broken(String why, Throwable cause) {
        return new IntakeException("ADG-630", "Volume " + path + " cannot be used: " + why + ".", cause);
    }

    private Type type(int code) {
        for (Type type : Type.values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw broken(
                code == RGB || code == RGBA
                        ? "its voxels are colours (type " + code + "); save one value a voxel"
                        : "its voxels are of type " + code + "; whole numbers of 8 to 64 bits and floats of 32 or 64"
                                + " are read",
                null);
    }

    /** How a voxel is stored. */
    private enum Type {
        UINT8(2, 1, false),
        INT16(4, 2, false),
        INT32(8, 4, false),
        FLOAT32(16, 4, true),
        FLOAT64(64, 8, true),
        INT8(256, 1, false),
        UINT16(512, 2, false),
        UINT32(768, 4, false),
        INT64(1024, 8, false),
        UINT64(1280, 8, false);

        private final int code;
        private final int bytes;
        private final boolean isFloat;

        Type(int code, int bytes, boolean isFloat) {
            this.code = code;
            this.bytes = bytes;
            this.isFloat = isFloat;
        }

        double at(ByteBuffer data, int i) {
            return switch (this) {
                case UINT8 -> data.get(i) & 0xff;
                case INT16 -> data.getShort(2 * i);
                case INT32 -> data.getInt(4 * i);
                case FLOAT32 -> data.getFloat(4 * i);
                case FLOAT64 -> data.getDouble(8 * i);
                case INT8 -> data.get(i);
                case UINT16 -> data.getShort(2 * i) & 0xffff;
                case UINT32 -> data.getInt(4 * i) & 0xffffffffL;
                case INT64 -> data.getLong(8 * i);
                case UINT64 -> {
                    // Rounded to 53 bits either way; what is above 2^63 only has to stay positive
                    long raw = data.getLong(8 * i);
                    yield raw >= 0 ? raw : (raw >>> 1) * 2.0;
                }
            };
        }
    }
}
