package org.asyndgan.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.asyndgan.transport.TransportException;

/** Asks one far end whether it answers, not more often than it is worth. Thread-safe. */
final class Probe {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final String address;
    private final Runnable question;
    private final InstantSource clock;
    private Instant askedAt = Instant.MIN;
    private Optional<String> trouble = Optional.empty();

    /**
     * @param address without credentials
     * @param question throws {@link TransportException} if nobody answers
     */
    Probe(String address, Runnable question, InstantSource clock) {
        this.address = address;
        this.question = question;
        this.clock = clock;
    }

    String address() {
        return address;
    }

    /** One sentence about what is wrong; nothing if the far end answers, or did a moment ago. */
    synchronized Optional<String> trouble() {
        if (clock.instant().isAfter(askedAt.plus(FRESH))) {
            trouble = ask();
            askedAt = clock.instant();
        }
        return trouble;
    }

    private Optional<String> ask() {
        try {
            question.run();
            return Optional.empty();
        } catch (TransportException e) {
            return Optional.of(e.getMessage());
        }
    }
}
