package org.asyndgan.discriminator.page;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the people at a site want it to do, from its page to its worker. Thread-safe.
 *
 * <p>It lasts as long as the process: a worker that lost its broker and connects again finds it as it was.
 */
@SitePage
@jakarta.inject.Singleton
public final class Wishes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Wish wish = Wish.TAKE_PART;

    /** The newest wish. */
    public Wish newest() {
        return wish;
    }

    /** Wishes something; after {@link Wish#LEAVE} nothing counts any more. */
    public void wish(Wish next) {
        lock.lock();
        try {
            if (wish != Wish.LEAVE) {
                wish = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something else than this is wished, at most this long. */
    public void awaitOtherThan(Wish known, long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (wish == known && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** What a site can be wished to do. */
    public enum Wish {
        TAKE_PART,
        /** To leave the run until it is wished to take part again, or its worker is started again. */
        PAUSE,
        /** To leave the run and end its worker. */
        LEAVE;

        /** By name, such as {@code take-part}; nothing if there is no such wish. */
        static Optional<Wish> of(String name) {
            for (Wish wish : values()) {
                if (wish.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                    return Optional.of(wish);
                }
            }
            return Optional.empty();
        }
    }
}
