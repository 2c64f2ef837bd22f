package org.asyndgan.transport.link;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a link is made of, closed in the opposite order; also when the link could be opened only in part. */
final class Closing implements AutoCloseable {

    private final Deque<Runnable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(() -> {
            try {
                part.close();
            } catch (Exception late) {
                // It is given up anyway, and what went wrong before matters more.
            }
        });
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
