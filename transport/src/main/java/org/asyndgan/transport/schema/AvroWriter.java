package org.asyndgan.transport.schema;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
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
    private final KafkaAvroSerializer serializer;

    /** @param registry stays open when this is closed */
    public AvroWriter(SchemaRegistry registry) {
        this.registry = registry;
        this.serializer = new KafkaAvroSerializer(registry.client());
        this.serializer.configure(registry.serialiserSettings(), false);
    }

    /**
     * The message as the value of a Kafka record.
     *
     * @throws IllegalArgumentException if the message is not of the topic's kind
     * @throws TransportException if its schema is not registered, or the registry cannot be reached to look it up
     */
    public byte[] write(Topic topic, SpecificRecord message) {
        var expected = topic.channel().message();
        if (!expected.isInstance(message)) {
            throw new IllegalArgumentException("Topic " + topic.name() + " takes " + expected.getSimpleName() + ", not "
                    + message.getClass().getSimpleName());
        }
        try {
            return serializer.serialize(topic.name(), message);
        } catch (SerializationException failed) {
            throw translated(topic, failed);
        }
    }

    /** Frees what the serialiser holds. */
    @Override
    public void close() {
        serializer.close();
    }

    private RuntimeException translated(Topic topic, SerializationException failed) {
        if (failed.getCause() instanceof RestClientException answer) {
            return SchemaRegistry.isServersFault(answer)
                    ? registry.unreachable(answer)
                    : registry.notRegistered(topic.subject(), topic.channel().message(), answer);
        }
        return failed.getCause() instanceof IOException away ? registry.unreachable(away) : failed;
    }
}
