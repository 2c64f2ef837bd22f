package org.asyndgan.transport.codec;

/** What became of a record from outside. */
public sealed interface Decoded<T> {

    /** @param value all that could be checked without knowing the run's state has been */
    record Sound<T>(T value) implements Decoded<T> {}

    /** @param reason completes the sentence "the record …"; short, whatever the record holds */
    record Refused<T>(String reason) implements Decoded<T> {}

    /** The value that an attempt leads to, or the reason why there is none. */
    static <T> Decoded<T> of(Attempt<T> attempt) {
        try {
            return new Sound<>(attempt.value());
        } catch (Refusal refusal) {
            return new Refused<>(refusal.getMessage());
        } catch (IllegalArgumentException impossible) {
            // A value's own constructor knows a rule that its codec does not.
            return new Refused<>("makes no sense: " + impossible.getMessage());
        }
    }

    /** Makes a value of a record. */
    @FunctionalInterface
    interface Attempt<T> {
        T value() throws Refusal;
    }
}
