package org.asyndgan.transport.schema;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.Decoded.Unreadable;
import org.asyndgan.transport.Decoded.Valid;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;

/**
 * Turns a record's bytes into the message they hold; or says why they hold none.
 *
 * <p>Messages written with another version of the schema are read as this program's version of it. Not
 * thread-safe.
 *
 * @param <T> the message of the topics that are read
 */
public final class AvroReader<T extends SpecificRecord> implements AutoCloseable {

    private static final byte MAGIC = 0;

    /** The magic byte and the schema's id, 4 bytes, big-endian. */
    private static final int HEADER = 5;

    private final Class<T> message;
    private final AvroSchema contract;
    private final Schema inJava;
    private final SchemaRegistry registry;
    private final KafkaAvroDeserializer deserializer;

    /** @param registry stays open when this is closed */
    public AvroReader(Class<T> message, SchemaRegistry registry) {
        this.message = message;
        this.contract = SchemaRegistry.contract(message);
        this.inJava = SpecificData.get().getSchema(message);
        this.registry = registry;
        this.deserializer = new KafkaAvroDeserializer(registry.client());
        this.deserializer.configure(registry.serialiserSettings(), false);
    }

    /**
     * Reads the value of one Kafka record.
     *
     * @param value null for a record without one
     * @throws TransportException that is retriable, if the registry cannot be asked for the schema; the bytes may hold
     *     a message, so the same record is to be read again later; ADG-109 if it refuses to say
     */
    public Decoded<T> read(Topic topic, byte[] value) {
        if (value == null) {
            return new Unreadable<>("has no value");
        }
        if (value.length < HEADER || value[0] != MAGIC) {
            return new Unreadable<>("does not begin with the magic byte 0 and a schema's id");
        }
        int id = ByteBuffer.wrap(value).getInt(1);
        try {
            return read(topic, value, registry.client().getSchemaBySubjectAndId(topic.subject(), id));
        } catch (RestClientException answer) {
            if (answer.getStatus() != SchemaRegistry.NOT_FOUND) {
                throw SchemaRegistry.mayPass(answer)
                        ? registry.unreachable(answer)
                        : registry.refused("look up schema " + id + " of " + topic.subject(), answer);
            }
            return new Unreadable<>(
                    "names schema " + id + ", which the registry at " + registry.url() + " does not know");
        } catch (IOException away) {
            throw registry.unreachable(away);
        }
    }

    /** Frees what the deserialiser holds. */
    @Override
    public void close() {
        deserializer.close();
    }

    private Decoded<T> read(Topic topic, byte[] value, ParsedSchema writer) {
        if (!(writer instanceof AvroSchema avro) || !contract.name().equals(avro.name())) {
            return new Unreadable<>("holds " + writer.name() + " where " + contract.name() + " is expected");
        }
        try {
            RecordBounds.check(avro.rawSchema(), value, HEADER);
            return new Valid<>(message.cast(deserializer.deserialize(topic.name(), value, inJava)));
        } catch (IOException | AvroRuntimeException | SerializationException | ClassCastException broken) {
            return new Unreadable<>("is no whole " + contract.rawSchema().getName() + ": " + innermost(broken));
        }
    }

    private static String innermost(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
