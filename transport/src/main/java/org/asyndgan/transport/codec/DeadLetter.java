package org.asyndgan.transport.codec;

import java.util.Optional;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;

/**
 * A record that was refused, for people to look at.
 *
 * @param topic it lies in
 * @param offset in partition 0 of the topic
 * @param key of the record, or its beginning where it is longer than any of our own; empty where it has none
 * @param site that it concerns; empty where it concerns none
 * @param why it was refused; its reason completes "the record …", "the gradient …" or "the site …"
 * @param bytes size of its value
 * @param head first bytes of its value in hexadecimal, at most {@value #LONGEST_HEAD} bytes, only where
 *     it could not be decoded; else empty
 */
public record DeadLetter(
        String topic,
        long offset,
        Optional<String> key,
        Optional<SiteId> site,
        Rejection why,
        long bytes,
        String head) {

    /** The most bytes of a refused record that are shown. */
    public static final int LONGEST_HEAD = 1024;

    /** Why it was refused, for people. */
    public String reason() {
        return why.reason();
    }

    /** The same dead letter with another reason. */
    public DeadLetter because(Rejection other) {
        return new DeadLetter(topic, offset, key, site, other, bytes, head);
    }
}
