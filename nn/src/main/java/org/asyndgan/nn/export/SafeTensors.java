package org.asyndgan.nn.export;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The {@code .safetensors} file format: a length (64-bit little-endian), a JSON header that names each
 * tensor's type, shape and byte range, and the tensors' bytes.
 *
 * <p>Holds 32-bit floats; tensors of other types in a file read are left out, which suits the counters
 * (int64) that PyTorch keeps beside BatchNorm's weights.
 */
public final class SafeTensors {

    private static final String FLOAT_TYPE = "F32";
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final int LARGEST_HEADER = 100_000_000;

    private SafeTensors() {}

    /**
     * Writes tensors in the map's order.
     *
     * @param metadata free text about them; may be empty
     */
    public static void write(Path file, Map<String, FloatTensor> tensors, Map<String, String> metadata)
            throws IOException {
        byte[] header = header(tensors, metadata).getBytes(StandardCharsets.UTF_8);
        try (WritableByteChannel out = Files.newByteChannel(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            writeAll(out, littleEndian(Long.BYTES).putLong(header.length).flip());
            writeAll(out, ByteBuffer.wrap(header));
            for (FloatTensor tensor : tensors.values()) {
                ByteBuffer bytes = littleEndian(Float.BYTES * tensor.size());
                bytes.asFloatBuffer().put(tensor.buffer());
                writeAll(out, bytes);
            }
        }
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static String header(Map<String, FloatTensor> tensors, Map<String, String> metadata) {
        var json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(Json.quote(METADATA)).append(":{");
            metadata.forEach((key, value) -> {
                json.append(json.charAt(json.length() - 1) == '{' ? "" : ",");
                json.append(Json.quote(key)).append(':').append(Json.quote(value));
            });
            json.append('}');
        }
        long offset = 0;
        for (var entry : tensors.entrySet()) {
            FloatTensor tensor = entry.getValue();
            long end = offset + (long) Float.BYTES * tensor.size();
            json.append(json.length() == 1 ? "" : ",").append(Json.quote(entry.getKey()));
            json.append(":{\"dtype\":\"").append(FLOAT_TYPE).append("\",\"shape\":[");
            for (int axis = 0; axis < tensor.rank(); axis++) {
                json.append(axis == 0 ? "" : ",").append(tensor.dim(axis));
            }
            json.append("],\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        json.append('}');
        while (json.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
            json.append(' ');
        }
        return json.toString();
    }

    /**
     * Reads the tensors of 32-bit floats, in the order of the header.
     *
     * @throws IOException if the file cannot be read or is not such a file
     */
    public static Map<String, FloatTensor> read(Path file) throws IOException {
        return read(file, SafeTensors::tensors);
    }

    /**
     * Reads what the writer of a file said of it, by name; empty if nothing.
     *
     * @throws IOException if the file cannot be read or is not such a file
     */
    public static Map<String, String> readMetadata(Path file) throws IOException {
        return read(file, (data, header) -> {
            var metadata = new LinkedHashMap<String, String>();
            if (header.get(METADATA) instanceof Map<?, ?> given) {
                given.forEach((name, value) -> metadata.put((String) name, (String) value));
            }
            return metadata;
        });
    }

    private static <T> T read(Path file, BiFunction<ByteBuffer, Map<String, Object>, T> content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < Long.BYTES) {
            throw broken(file, "it has " + bytes.remaining() + " bytes");
        }
        long length = bytes.getLong();
        if (length < 2 || length > Math.min(bytes.remaining(), LARGEST_HEADER)) {
            throw broken(file, "its header would have " + length + " bytes");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        try {
            return content.apply(
                    bytes.slice().order(ByteOrder.LITTLE_ENDIAN),
                    Json.parse(new String(header, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException
                | ArithmeticException
                | ClassCastException
                | IndexOutOfBoundsException
                | NullPointerException malformed) {
            throw new IOException(
                    "File " + file + " is not a .safetensors file: its header does not describe its"
                            + " content. Export or download it again.",
                    malformed);
        }
    }

    private static Map<String, FloatTensor> tensors(ByteBuffer data, Map<String, Object> header) {
        var tensors = new LinkedHashMap<String, FloatTensor>();
        header.forEach((name, entry) -> {
            var description = (Map<?, ?>) entry;
            if (!name.equals(METADATA) && FLOAT_TYPE.equals(description.get("dtype"))) {
                tensors.put(name, tensor(data, description));
            }
        });
        return tensors;
    }

    private static FloatTensor tensor(ByteBuffer data, Map<?, ?> description) {
        var shape = (List<?>) description.get("shape");
        int[] sizes =
                shape.stream().mapToInt(size -> ((Number) size).intValue()).toArray();
        var range = (List<?>) description.get("data_offsets");
        int from = Math.toIntExact(((Number) range.get(0)).longValue());
        int to = Math.toIntExact(((Number) range.get(1)).longValue());
        if (from < 0 || to > data.capacity() || to - from != Float.BYTES * FloatTensor.elements(sizes)) {
            throw new IllegalArgumentException("bytes " + from + " to " + to + " of " + data.capacity());
        }
        float[] values = new float[(to - from) / Float.BYTES];
        data.duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(from)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return FloatTensor.adopt(values, sizes);
    }

    private static IOException broken(Path file, String what) {
        return new IOException(
                "File " + file + " is not a .safetensors file: " + what + ". Export or download it again.");
    }

    private static ByteBuffer littleEndian(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
