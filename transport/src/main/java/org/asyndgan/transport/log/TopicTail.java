package org.asyndgan.transport.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.codec.DeadLetter;
import org.asyndgan.transport.topic.Topic;

/**
 * Topics with one kind of message from their start on, for readers that keep no position.
 *
 * <p>Records of one topic come in their order; between topics there is none.
 */
public final class TopicTail<A extends SpecificRecord, T> implements AutoCloseable {

    private final Class<A> message;
    private final Map<String, Source<A, T>> sources = new LinkedHashMap<>();
    private final RecordSerde serde;
    private final LogReader reader;

    public TopicTail(
            Clients clients, String name, Class<A> message, RecordSerde serde, Collection<Source<A, T>> sources) {
        this.message = message;
        this.serde = serde;
        sources.forEach(source -> this.sources.put(source.topic().name(), source));
        this.reader = LogReader.of(clients, clients.settings().run() + "." + name + "-tail");
        try {
            reader.require(this.sources.keySet());
            reader.assign(this.sources.keySet());
            reader.seekToStart(this.sources.keySet());
        } catch (RuntimeException fault) {
            reader.close();
            throw fault;
        }
    }

    /** What has arrived since the last call. */
    public List<T> poll(Consumer<DeadLetter> unreadable) {
        List<T> values = new ArrayList<>();
        reader.poll(record -> {
            Source<A, T> source = sources.get(record.topic());
            var decoded = serde.read(source.topic(), message, record, source.decoding());
            if (decoded instanceof Decoded.Valid<T> read) {
                values.add(read.value());
            } else {
                unreadable.accept(DeadLetterRecords.about(record, Optional.empty(), decoded));
            }
        });
        return values;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** A topic, and how what lies in it is decoded and checked. */
    public record Source<A extends SpecificRecord, T>(Topic topic, Function<A, Decoded<T>> decoding) {

        /**
         * The centre's topic and each site's.
         *
         * @param decodingOfSite checks that what lies in a site's topic speaks of that site
         */
        public static <A extends SpecificRecord, T> List<Source<A, T>> ofEverybody(
                Topic centre,
                Function<A, Decoded<T>> decoding,
                Collection<SiteId> sites,
                Function<SiteId, Topic> topicOfSite,
                BiFunction<SiteId, A, Decoded<T>> decodingOfSite) {
            List<Source<A, T>> all = new ArrayList<>();
            all.add(new Source<>(centre, decoding));
            sites.forEach(site ->
                    all.add(new Source<>(topicOfSite.apply(site), message -> decodingOfSite.apply(site, message))));
            return all;
        }
    }
}
