package org.asyndgan.transport.schema;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;

/**
 * Turns messages into bytes that any client of Confluent's registry can read.
 *
 * <p>Only with schemas that are registered. Not thread-safe.
 */
public final class AvroWriter implements AutoCloseable {

    private final SchemaRegistry registry;
    private final ContractSerializer serializer;

    /** @param registry stays open when this is closed */
    public AvroWriter(SchemaRegistry registry) {
        this.registry = registry;
        this.serializer = new ContractSerializer(registry);
    }

    /**
     * The message as the value of a Kafka record.
     *
     * @throws IllegalArgumentException if the message is not of the topic's kind
     * @throws TransportException if its schema is not registered, or the registry cannot be reached to look it up or refuses
     */
    public byte[] write(Topic topic, SpecificRecord message) {
        var expected = topic.channel().message();
        if (!expected.isInstance(message)) {
            throw new IllegalArgumentException(
                    "Topic " + topic.name() + " takes " + nameOf(expected) + ", not " + nameOf(message.getClass()));
        }
        try {
            return serializer.write(topic, message);
        } catch (SerializationException failed) {
            throw translated(topic, failed);
        } catch (InvalidConfigurationException refused) {
            // What the serialiser makes of an answer of 401, 403 or a 404 without one of the registry's own codes.
            throw registry.refused("look up " + topic.subject(), refused);
        }
    }

    private static String nameOf(Class<? extends SpecificRecord> message) {
        return SchemaRegistry.contract(message).rawSchema().getName();
    }

    /** Frees what the serialiser holds. */
    @Override
    public void close() {
        serializer.close();
    }

    private RuntimeException translated(Topic topic, SerializationException failed) {
        if (failed.getCause() instanceof RestClientException answer) {
            return SchemaRegistry.mayPass(answer)
                    ? registry.unreachable(answer)
                    : registry.notRegistered(topic.subject(), topic.channel().message(), answer);
        }
        return failed.getCause() instanceof IOException away ? registry.unreachable(away) : failed;
    }

    /** Confluent's serialiser, told the schema: it would take that of the Java class, which has the class's name. */
    private static final class ContractSerializer extends KafkaAvroSerializer {

        ContractSerializer(SchemaRegistry registry) {
            super(registry.client());
            configure(registry.serialiserSettings(), false);
        }

        byte[] write(Topic topic, SpecificRecord message) {
            return serializeImpl(
                    topic.subject(), topic.name(), null, message, SchemaRegistry.contract(message.getClass()));
        }
    }
}
