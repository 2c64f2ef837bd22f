package org.asyndgan.transport.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.codec.Decoded;
import org.asyndgan.transport.topic.Topic;

/** One topic from its start on, for readers that keep no position. */
final class TopicTail<A extends SpecificRecord, T> implements AutoCloseable {

    private final Topic topic;
    private final Class<A> message;
    private final Function<A, Decoded<T>> decoding;
    private final Wire wire;
    private final LogReader reader;

    TopicTail(LinkSettings settings, Topic topic, Class<A> message, Wire wire, Function<A, Decoded<T>> decoding) {
        this.topic = topic;
        this.message = message;
        this.decoding = decoding;
        this.wire = wire;
        this.reader = LogReader.of(settings, topic.name() + "-tail");
        try {
            reader.require(List.of(topic.name()));
            reader.assign(List.of(topic.name()));
            reader.seekToStart(List.of(topic.name()));
        } catch (RuntimeException fault) {
            reader.close();
            throw fault;
        }
    }

    /** What has arrived since the last call. */
    List<T> poll(Consumer<DeadLetter> unreadable) {
        List<T> values = new ArrayList<>();
        reader.poll(record -> {
            var outcome = wire.read(topic, message, record, decoding);
            if (outcome instanceof Wire.Outcome.Read<T> read) {
                values.add(read.value());
            } else {
                unreadable.accept(Letters.about(record, Optional.empty(), outcome));
            }
        });
        return values;
    }

    @Override
    public void close() {
        reader.close();
    }
}
