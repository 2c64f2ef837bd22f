package org.asyndgan.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An old site with a new generator and the other way round: what one version writes, the other reads, in bytes. */
class SchemaEvolutionTest {

    private static final int RECORDS = 20;
    private static final long SEED = 7;

    static Stream<Path> versions() throws IOException {
        try (var files = Files.walk(Path.of("src/main/avro-history"))) {
            return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatIsWrittenNowIsReadByEveryKeptVersion(Path version) throws Exception {
        assertCarries(current(version), kept(version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatEveryKeptVersionWroteIsReadNow(Path version) throws Exception {
        assertCarries(kept(version), current(version));
    }

    /** The next version, as the rules allow it: one more field, with a default. */
    @ParameterizedTest
    @MethodSource("versions")
    void aFieldThatTheNextVersionAddsHurtsNobody(Path version) throws Exception {
        Schema now = kept(version);
        List<Schema.Field> fields = new ArrayList<>();
        now.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(
                "remark",
                Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING)),
                "Something of the next version.",
                JsonProperties.NULL_VALUE));
        Schema next = Schema.createRecord(now.getName(), now.getDoc(), now.getNamespace(), false, fields);

        assertCarries(now, next);
        assertCarries(next, now);
    }

    /** Every field that both versions have comes through as it was. */
    private static void assertCarries(Schema writer, Schema reader) throws IOException {
        for (Object one : new RandomData(writer, RECORDS, SEED)) {
            GenericRecord written = (GenericRecord) one;
            GenericRecord read = read(write(written, writer), writer, reader);
            for (Schema.Field field : reader.getFields()) {
                assertThat(text(read.get(field.pos())))
                        .as("%s.%s", writer.getName(), field.name())
                        .isEqualTo(text(expected(written, field)));
            }
        }
    }

    /** What a field holds after reading: what was written, or the default where nothing was; so in nested records too. */
    private static Object expected(GenericRecord written, Schema.Field field) {
        Schema.Field source = written.getSchema().getField(field.name());
        return source == null
                ? GenericData.get().getDefaultValue(field)
                : expected(written.get(source.pos()), field.schema());
    }

    private static Object expected(Object written, Schema reader) {
        if (written instanceof GenericRecord record && reader.getType() == Schema.Type.RECORD) {
            GenericRecord read = new GenericData.Record(reader);
            reader.getFields().forEach(field -> read.put(field.pos(), expected(record, field)));
            return read;
        }
        if (written instanceof List<?> list && reader.getType() == Schema.Type.ARRAY) {
            return list.stream()
                    .map(one -> expected(one, reader.getElementType()))
                    .toList();
        }
        return written;
    }

    /** Strings may be of two classes after reading, and maps in another order. */
    private static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, one) -> sorted.put(key.toString(), text(one)));
            return sorted.toString();
        }
        return GenericData.get().toString(value);
    }

    private static byte[] write(GenericRecord record, Schema schema) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord read(byte[] bytes, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static Schema kept(Path version) throws IOException {
        return new Schema.Parser().parse(Files.readString(version));
    }

    private static Schema current(Path version) throws ReflectiveOperationException {
        return SchemaHistory.current(version.getParent().getFileName().toString());
    }
}
