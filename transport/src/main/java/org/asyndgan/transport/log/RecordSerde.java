package org.asyndgan.transport.log;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.TransportException.Trouble;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.transport.schema.AvroReader;
import org.asyndgan.transport.schema.AvroWriter;
import org.asyndgan.transport.schema.SchemaRegistry;
import org.asyndgan.transport.topic.Topic;

/** From values to the bytes of Kafka's records and back, both checked. Not thread-safe. */
public final class RecordSerde implements AutoCloseable {

    private final LinkSettings settings;
    private final RunCodec codec;
    private final SchemaRegistry registry;
    private final AvroWriter writer;
    private final Map<Class<?>, AvroReader<?>> readers = new HashMap<>();

    public RecordSerde(LinkSettings settings) {
        this.settings = settings;
        this.codec = new RunCodec(settings.run(), settings.images(), settings.gradients());
        this.registry = new SchemaRegistry(settings.registry());
        this.writer = new AvroWriter(registry);
    }

    public RunCodec codec() {
        return codec;
    }

    /**
     * A record of partition 0, ready to be sent.
     *
     * @param key null for topics without keys
     * @throws TransportException if the record is too large, its schema not registered or the registry away
     */
    public ProducerRecord<String, byte[]> record(Topic topic, String key, SpecificRecord message) {
        byte[] value = writer.write(topic, message);
        if (value.length > settings.maxRecordBytes()) {
            throw new TransportException(
                    Trouble.RECORD_TOO_LARGE,
                    "A record for " + topic.name() + " has " + value.length + " bytes, over the limit of "
                            + settings.maxRecordBytes() + ". Lower the batch size, or raise max-record-bytes and the"
                            + " topic's max.message.bytes.",
                    null);
        }
        return new ProducerRecord<>(topic.name(), LogReader.PARTITION, key, value);
    }

    /**
     * What a record holds, or why that cannot be told.
     *
     * @throws TransportException that is retriable, if the registry is away
     */
    public <A extends SpecificRecord, T> Decoded<T> read(
            Topic topic, Class<A> message, ConsumerRecord<String, byte[]> record, Function<A, Decoded<T>> decoding) {
        int size = bytes(record);
        return size > settings.maxRecordBytes()
                ? new Decoded.Unreadable<>("has " + size + " bytes, over the limit of " + settings.maxRecordBytes())
                : reader(message).read(topic, record.value()).then(decoding);
    }

    public static int bytes(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? 0 : record.value().length;
    }

    @SuppressWarnings("unchecked") // The map is filled here alone, each class with its own reader.
    private <A extends SpecificRecord> AvroReader<A> reader(Class<A> message) {
        return (AvroReader<A>) readers.computeIfAbsent(message, type -> new AvroReader<>(message, registry));
    }

    @Override
    public void close() {
        readers.values().forEach(AvroReader::close);
        writer.close();
        registry.close();
    }
}
