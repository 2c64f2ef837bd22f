package org.asyndgan.transport.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.schemas.AvroRunEvent;
import org.asyndgan.schemas.AvroSyntheticBatch;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Decoded.Unreadable;
import org.asyndgan.transport.Decoded.Valid;
import org.asyndgan.transport.Messages;
import org.asyndgan.transport.Records;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.SharedStack;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.RecordSizes;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.TopicProvisioner;
import org.asyndgan.transport.topic.TopicSettings;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AvroReaderIT {

    private static final Topics RUN = new Topics("read");
    private static final SiteId MERCY = new SiteId("mercy");
    private static final Topic MASKS = RUN.masks(MERCY);

    private final SchemaRegistry registry = new SchemaRegistry(SharedStack.registry());
    private final AvroWriter writer = new AvroWriter(registry);
    private final AvroReader<AvroMask> reader = new AvroReader<>(AvroMask.class, registry);

    @BeforeEach
    void provision() {
        new SchemaProvisioner(registry).provision(RUN.all(List.of(MERCY)));
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
        registry.close();
    }

    @Test
    void readsWhatWasWrittenThroughTheBroker() throws Exception {
        var address = SharedStack.broker().bootstrapServers();
        try (var provisioner = new TopicProvisioner(SharedStack.broker())) {
            var sizes = new RecordSizes(1, 1, 2, 3, Dtype.UINT8, Dtype.FLOAT16, 1, 1);
            provisioner.provision(List.of(MASKS), TopicSettings.replicated(1), sizes);
        }

        Records.send(address, MASKS.name(), writer.write(MASKS, Messages.mask()));

        // A registry that has never seen the schema, as in another process.
        try (var elsewhere = new SchemaRegistry(SharedStack.registry());
                var other = new AvroReader<>(AvroMask.class, elsewhere)) {
            assertThat(other.read(MASKS, Records.first(address, MASKS.name()))).isEqualTo(new Valid<>(Messages.mask()));
        }
    }

    @Test
    void readsTensorsAndTimesAndNestedRecords() {
        var batch = Messages.batch(2, 1, 4, 4);
        var event = new AvroRunEvent(
                "read",
                "generator",
                Instant.ofEpochMilli(1_700_000_000_123L),
                "stepped",
                7L,
                Map.of("loss", 0.5),
                Map.of());

        try (var batches = new AvroReader<>(AvroSyntheticBatch.class, registry);
                var events = new AvroReader<>(AvroRunEvent.class, registry)) {
            var topic = RUN.synthetic(MERCY);
            assertThat(batches.read(topic, writer.write(topic, batch))).isEqualTo(new Valid<>(batch));
            assertThat(events.read(RUN.events(), writer.write(RUN.events(), event)))
                    .isEqualTo(new Valid<>(event));
        }
    }

    @Test
    void readsWhatALaterVersionOfTheProgramWrote() throws Exception {
        var later = new Schema.Parser()
                .parse(SchemaRegistry.contract(AvroMask.class)
                        .canonicalString()
                        .replace(
                                "\"fields\":[",
                                "\"fields\":[{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},"));
        int id = registry.client().register(MASKS.subject(), new AvroSchema(later));
        var record = new GenericData.Record(later);
        var mask = Messages.mask();
        mask.getSchema().getFields().forEach(field -> record.put(field.name(), mask.get(field.name())));
        record.put("note", "new");

        assertThat(reader.read(MASKS, framed(id, later, record))).isEqualTo(new Valid<>(mask));
    }

    @Test
    void needsTheRegistryOnlyForSchemasThatItHasNotSeen() {
        var bytes = writer.write(MASKS, Messages.mask());
        assertThat(reader.read(MASKS, bytes)).isInstanceOf(Valid.class);
        var nobody = new RegistrySettings("http://127.0.0.1:1", Duration.ofSeconds(1), Map.of());

        try (var away = new SchemaRegistry(nobody);
                var newcomer = new AvroReader<>(AvroMask.class, away)) {
            assertThatThrownBy(() -> newcomer.read(MASKS, bytes))
                    .isInstanceOfSatisfying(TransportException.class, thrown -> assertThat(thrown.isRetriable())
                            .isTrue())
                    .hasMessage("The schema registry at http://127.0.0.1:1 cannot be reached: Connection refused."
                            + " Check the URL (registry) and whether the registry is started. (ADG-102)");
        }
    }

    @Nested
    class CallsUnreadable {

        @Test
        void aRecordWithoutAValue() {
            assertThat(reader.read(MASKS, null)).isEqualTo(new Unreadable<>("has no value"));
        }

        @Test
        void bytesInNoKnownFormat() {
            var reason = new Unreadable<AvroMask>("does not begin with the magic byte 0 and a schema's id");

            assertThat(reader.read(MASKS, new byte[0])).isEqualTo(reason);
            assertThat(reader.read(MASKS, new byte[] {0, 0, 0, 1})).isEqualTo(reason);
            assertThat(reader.read(MASKS, "{\"mask\":1}".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(reason);
        }

        @Test
        void aSchemaThatTheRegistryDoesNotKnow() {
            var bytes = writer.write(MASKS, Messages.mask());
            ByteBuffer.wrap(bytes).putInt(1, 987_654);

            assertThat(reader.read(MASKS, bytes))
                    .isEqualTo(new Unreadable<>("names schema 987654, which the registry at "
                            + SharedStack.registry().url() + " does not know"));
        }

        @Test
        void anotherMessage() {
            var topic = RUN.synthetic(MERCY);

            assertThat(reader.read(MASKS, writer.write(topic, Messages.batch(1, 1, 2, 2))))
                    .isEqualTo(new Unreadable<>("holds org.asyndgan.schemas.SyntheticBatch where"
                            + " org.asyndgan.schemas.Mask is expected"));
        }

        @Test
        void everyBeginningOfARecord() {
            var whole = writer.write(MASKS, Messages.mask());

            for (int length = 5; length < whole.length; length++) {
                assertThat(reader.read(MASKS, Arrays.copyOf(whole, length)))
                        .as("the first %d bytes", length)
                        .isInstanceOfSatisfying(Unreadable.class, cut -> assertThat(cut.reason())
                                .startsWith("is no whole Mask: "));
            }
        }

        @Test
        void aRecordThatGoesOnAfterItsEnd() {
            var whole = writer.write(MASKS, Messages.mask());

            assertThat(reader.read(MASKS, Arrays.copyOf(whole, whole.length + 3)))
                    .isEqualTo(new Unreadable<>("is no whole Mask: 3 bytes follow its end"));
        }

        @Test
        void aLengthThatWouldFillTheMemory() throws IOException {
            var whole = writer.write(MASKS, Messages.mask());
            // The labels are the last field: 1 byte of length and 6 labels.
            var head = Arrays.copyOf(whole, whole.length - 7);
            var bytes = new ByteArrayOutputStream();
            bytes.write(head);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            encoder.writeLong(2_000_000_000L);

            assertThat(reader.read(MASKS, bytes.toByteArray()))
                    .isEqualTo(
                            new Unreadable<>("is no whole Mask: length 2000000000 reaches over its end, 0 bytes away"));
        }

        @Test
        void everyRecordWithAnyByteChangedOrElseReadsSomeMask() {
            var whole = writer.write(MASKS, Messages.mask());

            for (int at = 5; at < whole.length; at++) {
                for (int value = 0; value < 256; value++) {
                    var broken = whole.clone();
                    broken[at] = (byte) value;
                    assertThat(reader.read(MASKS, broken)).isInstanceOf(Decoded.class);
                }
            }
        }
    }

    @Nested
    class RefusesToWrite {

        @Test
        void withASchemaThatIsNotRegistered() {
            var unknown = new Topics("unprovisioned").masks(MERCY);

            assertThatThrownBy(() -> writer.write(unknown, Messages.mask()))
                    .isInstanceOf(TransportException.class)
                    .hasMessage(
                            "The schema registry at " + SharedStack.registry().url() + " does not know this"
                                    + " program's Mask under unprovisioned.masks.mercy-value. Provision the run's schemas"
                                    + " first. (ADG-105)");
        }

        @Test
        void whenTheRegistryIsAwayAndWasNeverAsked() {
            var nobody = new RegistrySettings("http://127.0.0.1:1", Duration.ofSeconds(1), Map.of());

            try (var away = new SchemaRegistry(nobody);
                    var newcomer = new AvroWriter(away)) {
                assertThatThrownBy(() -> newcomer.write(MASKS, Messages.mask()))
                        .isInstanceOf(TransportException.class)
                        .hasMessageStartingWith("The schema registry at http://127.0.0.1:1 cannot be reached:")
                        .hasMessageEndingWith("(ADG-102)");
            }
        }

        @Test
        void aMessageIntoAnothersTopic() {
            assertThatThrownBy(() -> writer.write(RUN.journal(), Messages.mask()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Topic read.journal takes FoldRecord, not Mask");
        }
    }

    private static byte[] framed(int id, Schema schema, GenericData.Record record) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericData.Record>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
