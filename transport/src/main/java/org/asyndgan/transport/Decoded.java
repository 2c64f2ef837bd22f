package org.asyndgan.transport;

import java.util.function.Function;

/**
 * What a record from outside holds.
 *
 * @param <T> the value, or on the way to it the Avro message
 */
public sealed interface Decoded<T> {

    /** @param value all that could be checked without knowing the run's state has been */
    record Valid<T>(T value) implements Decoded<T> {}

    /** A record that belongs to the dead letters. */
    sealed interface Refused<T> extends Decoded<T> {

        /** Completes the sentence "the record …"; short, whatever the record holds. */
        String reason();
    }

    /** The bytes hold a message, but it says something that it must not. */
    record Invalid<T>(String reason) implements Refused<T> {}

    /** The bytes hold no message, and never will. */
    record Unreadable<T>(String reason) implements Refused<T> {}

    /** Decodes further what could be decoded so far. */
    default <U> Decoded<U> then(Function<T, Decoded<U>> further) {
        if (this instanceof Valid<T> valid) {
            return further.apply(valid.value());
        }
        return this instanceof Invalid<T> invalid
                ? new Invalid<>(invalid.reason())
                : new Unreadable<>(((Unreadable<T>) this).reason());
    }
}
