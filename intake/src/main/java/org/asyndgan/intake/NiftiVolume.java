package org.asyndgan.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One volume of a NIfTI-1 file ({@code .nii} or {@code .nii.gz}), in either byte order.
 *
 * <p>Read after the definition of the format (nifti1.h of the NIfTI working group): header of 348 bytes, dimensions at
 * byte 40, type at 70, offset of the data at 108, slope and intercept at 112 and 116, magic {@code n+1} at 344. The
 * third axis counts the slices; the orientation serves labels of DICOM series alone, as a {@link NiftiGrid}.
 */
final class NiftiVolume {

    private static final int HEADER = 348;
    private static final int MAGIC_AT = 344;
    private static final long MOST_VOXELS = 1L << 28;

    private final int width;
    private final int height;
    private final int depth;
    private final float[] voxels;
    private final Optional<NiftiGrid> grid;

    private NiftiVolume(int width, int height, int depth, float[] voxels, Optional<NiftiGrid> grid) {
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.voxels = voxels;
        this.grid = grid;
    }

    /** @throws IntakeException ADG-630 if the file is no such volume */
    static NiftiVolume read(Path file) {
        try (InputStream in = open(file)) {
            return read(file, in);
        } catch (EOFException | ZipException e) {
            throw broken(file, "it ends too early or is damaged", e);
        } catch (IOException e) {
            throw broken(file, "it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in;
    }

    private static NiftiVolume read(Path file, InputStream in) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(exactly(in, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != HEADER) {
            header.order(ByteOrder.BIG_ENDIAN);
        }
        String magic = new String(header.array(), MAGIC_AT, 3, StandardCharsets.US_ASCII);
        if (header.getInt(0) != HEADER || !magic.equals("n+1")) {
            throw broken(
                    file,
                    magic.equals("ni1")
                            ? "it is the header of a pair of files; save the volume as one .nii or .nii.gz file"
                            : "it has no NIfTI-1 header",
                    null);
        }
        int dimensions = header.getShort(40);
        int width = dimension(header, 1, dimensions);
        int height = dimension(header, 2, dimensions);
        int depth = dimension(header, 3, dimensions);
        for (int axis = 4; axis <= Math.min(7, dimensions); axis++) {
            if (dimension(header, axis, dimensions) != 1) {
                throw broken(
                        file,
                        "axis " + axis + " has length " + header.getShort(40 + 2 * axis)
                                + "; split a series into one volume a file",
                        null);
            }
        }
        long count = (long) width * height * depth;
        if (dimensions < 2 || dimensions > 7 || width < 1 || height < 1 || depth < 1 || count > MOST_VOXELS) {
            throw broken(file, "its size would be " + width + " x " + height + " x " + depth, null);
        }
        Type type = Type.of(file, header.getShort(70));
        long skip = (long) header.getFloat(108) - HEADER;
        if (skip < 0) {
            throw broken(file, "its data would begin inside the header", null);
        }
        in.skipNBytes(skip);
        ByteBuffer data = ByteBuffer.wrap(exactly(in, Math.toIntExact(count * type.bytes)))
                .order(header.order());
        float slope = header.getFloat(112);
        float intercept = header.getFloat(116);
        boolean scaled = slope != 0 && Float.isFinite(slope) && Float.isFinite(intercept);
        float[] voxels = new float[(int) count];
        for (int i = 0; i < voxels.length; i++) {
            double raw = type.at(data, i);
            voxels[i] = (float) (scaled ? raw * slope + intercept : raw);
        }
        return new NiftiVolume(width, height, depth, voxels, NiftiGrid.of(header, width, height, depth));
    }

    private static int dimension(ByteBuffer header, int axis, int dimensions) {
        return axis <= dimensions ? header.getShort(40 + 2 * axis) : 1;
    }

    private static byte[] exactly(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("only " + read.length + " of " + bytes + " bytes");
        }
        return read;
    }

    private static IntakeException broken(Path file, String why, Throwable cause) {
        return new IntakeException("ADG-630", "Volume " + file + " cannot be used: " + why + ".", cause);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int depth() {
        return depth;
    }

    /** A slice of the third axis, row-major, the second axis running upwards: a head in RAS stands on its neck. */
    float[] slice(int z) {
        float[] slice = new float[width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(voxels, (z * height + height - 1 - y) * width, slice, y * width, width);
        }
        return slice;
    }

    /** Where the voxels lie, if the header says. */
    Optional<NiftiGrid> grid() {
        return grid;
    }

    /** @param places as {@link NiftiGrid#under} counts them */
    float[] at(int[] places) {
        float[] values = new float[places.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = voxels[places[i]];
        }
        return values;
    }

    /** How a voxel is stored. */
    private enum Type {
        UINT8(2, 1) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.get(i) & 0xff;
            }
        },
        INT16(4, 2) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.getShort(2 * i);
            }
        },
        INT32(8, 4) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.getInt(4 * i);
            }
        },
        FLOAT32(16, 4) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.getFloat(4 * i);
            }
        },
        FLOAT64(64, 8) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.getDouble(8 * i);
            }
        },
        INT8(256, 1) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.get(i);
            }
        },
        UINT16(512, 2) {
            @Override
            double at(ByteBuffer data, int i) {
                return data.getShort(2 * i) & 0xffff;
            }
        };

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }

        abstract double at(ByteBuffer data, int i);

        static Type of(Path file, int code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw broken(
                    file,
                    "its voxels are of type " + code + "; whole numbers of 8, 16 or 32 bits and floats of 32 or 64 are"
                            + " read",
                    null);
        }
    }
}
