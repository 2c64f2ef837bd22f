package org.asyndgan.transport.codec;

import java.util.function.Supplier;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Decoded;

/**
 * A record holds something that it must not; ends its decoding and never leaves this package.
 *
 * <p>The message completes the sentence "the record …" and is short, however long what it quotes.
 */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 80;

    /** Characters of a name or id. */
    static final int LONGEST_TEXT = 200;

    Refusal(String reason) {
        super(reason, null, false, false);
    }

    /** The value that an attempt leads to, or the reason why there is none. */
    static <T> Decoded<T> orValue(Attempt<T> attempt) {
        try {
            return new Decoded.Valid<>(attempt.value());
        } catch (Refusal refusal) {
            return new Decoded.Invalid<>(refusal.getMessage());
        } catch (IllegalArgumentException impossible) {
            // A value's own constructor knows a rule that its codec does not.
            return new Decoded.Invalid<>("makes no sense: " + impossible.getMessage());
        }
    }

    static void unless(boolean sound, Supplier<String> reason) throws Refusal {
        if (!sound) {
            throw new Refusal(reason.get());
        }
    }

    /** The run must be this one. */
    static void unlessOf(String run, String named) throws Refusal {
        unless(named.equals(run), () -> "belongs to run " + quoted(named) + ", not to " + run);
    }

    /** A number that must lie in a range. */
    static int within(long lowest, long highest, String name, long value) throws Refusal {
        unless(
                value >= lowest && value <= highest,
                () -> "has " + name + " " + value + ", not " + lowest + " to " + highest);
        return Math.toIntExact(value);
    }

    /** A count or number that must not be negative. */
    static long atLeast(long lowest, String name, long value) throws Refusal {
        unless(value >= lowest, () -> "has " + name + " " + value + ", less than " + lowest);
        return value;
    }

    static double finite(String name, double value) throws Refusal {
        unless(Double.isFinite(value), () -> "has " + name + " " + value);
        return value;
    }

    /** A name or id: not empty, at most {@value #LONGEST_TEXT} characters, none of them a control character. */
    static String text(String name, String value) throws Refusal {
        unless(
                !value.isBlank()
                        && value.length() <= LONGEST_TEXT
                        && value.chars().noneMatch(Character::isISOControl),
                () -> "has " + name + " " + quoted(value) + ", which is empty, longer than " + LONGEST_TEXT
                        + " characters or not printable");
        return value;
    }

    static SiteId site(String slug) throws Refusal {
        try {
            return new SiteId(slug);
        } catch (IllegalArgumentException noSlug) {
            throw new Refusal("names site " + quoted(slug) + ", which cannot be the name of one");
        }
    }

    /** The site named must be the one whose topic the record came in on. */
    static SiteId sameSite(SiteId topic, String slug) throws Refusal {
        unless(
                topic.slug().equals(slug),
                () -> "names site " + quoted(slug) + ", but lies in the topic of site " + topic);
        return topic;
    }

    static BatchId batch(SiteId site, long sequence) throws Refusal {
        return new BatchId(site, atLeast(0, "sequence", sequence));
    }

    static GeneratorVersion version(int incarnation, long step) throws Refusal {
        return new GeneratorVersion(Math.toIntExact(atLeast(1, "incarnation", incarnation)), atLeast(0, "step", step));
    }

    /** Text of unknown origin, fit for one line of a log. */
    static String quoted(String text) {
        StringBuilder quote = new StringBuilder("\"");
        text.codePoints().limit(LONGEST_QUOTE).forEach(c -> quote.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return quote.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
    }

    /** Makes a value of a message. */
    @FunctionalInterface
    interface Attempt<T> {
        T value() throws Refusal;
    }
}
