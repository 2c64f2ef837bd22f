package org.asyndgan.transport.schema;

/**
 * What became of a record's bytes.
 *
 * @param <T> the message they should hold
 */
public sealed interface Reading<T> {

    /** The bytes hold a message. */
    record Decoded<T>(T message) implements Reading<T> {}

    /**
     * The bytes hold nothing that can be read, now or later; the record belongs to {@code R.dead}.
     *
     * @param reason completes the sentence "the record …"
     */
    record Undecodable<T>(String reason) implements Reading<T> {}

    /**
     * The bytes may hold a message, but the registry cannot be asked for their schema; the same record is to be read
     * again later.
     *
     * @param reason whole sentences for people, code included
     */
    record RegistryAway<T>(String reason) implements Reading<T> {}
}
