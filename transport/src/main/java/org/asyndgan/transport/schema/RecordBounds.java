package org.asyndgan.transport.schema;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Walks through an Avro value without building it, to see that every length in it stays inside the bytes.
 *
 * <p>Avro's own reader believes a length and allocates it before it looks whether so many bytes are there; a few broken
 * bytes could so ask for gigabytes and end a worker. The walk itself allocates nothing that grows with the value.
 */
final class RecordBounds {

    private final BinaryDecoder in;
    private final InputStream rest;

    private RecordBounds(byte[] value, int offset) {
        this.in = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
        this.rest = in.inputStream();
    }

    /**
     * Walks through a value.
     *
     * @param schema that the value was written with
     * @param offset of the first byte of the value
     * @throws IOException if the value ends too early or too late
     * @throws AvroRuntimeException if it does not fit the schema
     */
    static void check(Schema schema, byte[] value, int offset) throws IOException {
        var bounds = new RecordBounds(value, offset);
        bounds.walk(schema);
        int left = bounds.rest.available();
        if (left > 0) {
            throw new IOException(left + " bytes follow its end");
        }
    }

    private void walk(Schema schema) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    walk(field.schema());
                }
            }
            case ARRAY -> {
                for (long n = in.readArrayStart(); n > 0; n = in.arrayNext()) {
                    walkItems(n, schema.getElementType(), false);
                }
            }
            case MAP -> {
                for (long n = in.readMapStart(); n > 0; n = in.mapNext()) {
                    walkItems(n, schema.getValueType(), true);
                }
            }
            case UNION -> walk(branch(schema, in.readIndex()));
            case ENUM -> symbol(schema, in.readEnum());
            case BYTES, STRING -> skip(in.readLong());
            case FIXED -> skip(schema.getFixedSize());
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case BOOLEAN -> in.readBoolean();
            case NULL -> in.readNull();
        }
    }

    /** Each item of our contracts takes a byte at least, so more items than bytes cannot be. */
    private void walkItems(long count, Schema item, boolean withKeys) throws IOException {
        requireRest(count);
        for (long i = 0; i < count; i++) {
            if (withKeys) {
                skip(in.readLong());
            }
            walk(item);
        }
    }

    private void skip(long bytes) throws IOException {
        requireRest(bytes);
        in.skipFixed((int) bytes);
    }

    private void requireRest(long bytes) throws IOException {
        if (bytes < 0) {
            throw new AvroRuntimeException("length " + bytes + " is negative");
        }
        if (bytes > rest.available()) {
            throw new EOFException("length " + bytes + " reaches over its end, " + rest.available() + " bytes away");
        }
    }

    private static Schema branch(Schema union, int index) {
        if (index < 0 || index >= union.getTypes().size()) {
            throw new AvroRuntimeException("union has no branch " + index);
        }
        return union.getTypes().get(index);
    }

    private static void symbol(Schema enumeration, int index) {
        if (index < 0 || index >= enumeration.getEnumSymbols().size()) {
            throw new AvroRuntimeException(enumeration.getName() + " has no symbol " + index);
        }
    }
}
