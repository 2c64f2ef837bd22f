package org.asyndgan.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kept version of a message must read, and be read by, the one that is written now. */
class SchemaHistoryTest {

    static Stream<String> messages() throws IOException {
        try (var files = Files.list(Path.of("src/main/avro"))) {
            return files
                    .map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .filter(name -> !List.of("Tensor", "RejectionKind", "PrivacyStatement")
                            .contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyVersionReadsEveryOther(String message) throws Exception {
        assertThat(SchemaHistory.of(message).problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldIsDocumented(String message) throws Exception {
        assertThat(undocumented(SchemaHistory.current(message))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theJavaNameIsNoPartOfTheContract(String message) throws Exception {
        Schema contract = SchemaHistory.current(message);
        Schema inJava = (Schema) Class.forName("org.asyndgan.schemas.Avro" + message)
                .getMethod("getClassSchema")
                .invoke(null);

        assertThat(contract.getFullName()).isEqualTo("org.asyndgan.schemas." + message);
        assertThat(contract.toString()).doesNotContain("Avro", "aliases", "avro.java");
        assertThat(inJava.getAliases()).containsExactly(contract.getFullName());
    }

    @Test
    void keepsNoHistoryOfAMessageThatIsGone() throws IOException {
        try (var kept = Files.list(Path.of("src/main/avro-history"))) {
            assertThat(kept.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(messages().toList());
        }
    }

    @Nested
    class FindsAChange {

        private static final String LONG_A = field("a", "\"long\"", "");

        @Test
        void thatCannotReadWhatWasWritten() {
            var history = history(record(LONG_A + "," + field("b", "\"long\"", "")), record(LONG_A));

            assertThat(history.problems())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("M cannot read what v1 wrote:")
                    .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        }

        @Test
        void thatCannotBeReadByOldReaders() {
            var history = history(record(LONG_A), record(LONG_A + "," + field("b", "\"long\"", "")));

            assertThat(history.problems())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("v1 of M cannot read what is written now:");
        }

        @Test
        void thatIsCompatibleButNotKept() {
            var history = history(record(LONG_A + "," + field("b", "\"long\"", ",\"default\":0")), record(LONG_A));

            assertThat(history.problems())
                    .containsExactly("M differs from its newest kept version, v1. If the change is meant, keep it: "
                            + "cp schemas/target/avro-current/M.avsc schemas/src/main/avro-history/M/v2.avsc");
        }

        private static SchemaHistory history(Schema current, Schema past) {
            return new SchemaHistory("M", current, new TreeMap<>(Map.of(1, past)));
        }

        private static String field(String name, String type, String more) {
            return "{\"name\":\"%s\",\"type\":%s%s}".formatted(name, type, more);
        }

        private static Schema record(String fields) {
            return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"M\",\"fields\":[" + fields + "]}");
        }
    }

    private static List<String> undocumented(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                Stream.concat(
                                schema.getDoc() == null ? Stream.of(schema.getName()) : Stream.of(),
                                schema.getFields().stream()
                                        .flatMap(field -> Stream.concat(
                                                field.doc() == null
                                                        ? Stream.of(schema.getName() + "." + field.name())
                                                        : Stream.of(),
                                                undocumented(field.schema()).stream())))
                        .toList();
            case ENUM -> schema.getDoc() == null ? List.of(schema.getName()) : List.of();
            case ARRAY -> undocumented(schema.getElementType());
            default -> List.of();
        };
    }
}
