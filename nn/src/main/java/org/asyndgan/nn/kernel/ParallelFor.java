package org.asyndgan.nn.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Splits a loop over the engine's threads.
 *
 * <p>The caller works too and takes part after part until none is left, so a helper that wakes late
 * costs little. Every part computes its own elements, so results do not depend on who computed them
 * or on how many threads there are.
 */
public final class ParallelFor {

    /** Less work than this (about 40 µs of a vectorised loop) is not worth waking a thread for. */
    private static final long WORTH_SHARING = 1 << 17;

    private static final int PARTS_A_THREAD = 4;

    /** Turns to wait for the last part before the core is offered to others, some microseconds. */
    private static final int SPINS = 1000;

    private static final ReentrantLock BUSY = new ReentrantLock();

    private static volatile Helper[] helpers = {};

    private ParallelFor() {}

    /** A piece of a loop, from {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface Part {
        void run(int from, int to);
    }

    /**
     * Runs a loop of {@code count} turns in parts.
     *
     * @param elements that the whole loop touches, to judge whether sharing it pays
     */
    public static void share(int count, long elements, Part loop) {
        int threads = Threads.count();
        if (threads == 1 || count == 1 || elements < WORTH_SHARING || !BUSY.tryLock()) {
            loop.run(0, count);
            return;
        }
        try {
            new Job(loop, count, Math.min(count, threads * PARTS_A_THREAD)).run(helpers(threads - 1));
        } finally {
            BUSY.unlock();
        }
    }

    private static Helper[] helpers(int wanted) {
        Helper[] present = helpers;
        if (present.length < wanted) {
            Helper[] more = new Helper[wanted];
            for (int i = 0; i < wanted; i++) {
                more[i] = i < present.length ? present[i] : new Helper(i);
            }
            helpers = more;
            return more;
        }
        return present.length == wanted ? present : Arrays.copyOf(present, wanted);
    }

    /** One shared loop. */
    private static final class Job {

        private final Part loop;
        private final int count;
        private final int parts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger unfinished;
        private volatile Throwable failure;

        Job(Part loop, int count, int parts) {
            this.loop = loop;
            this.count = count;
            this.parts = parts;
            this.unfinished = new AtomicInteger(parts);
        }

        void run(Helper[] helpers) {
            for (Helper helper : helpers) {
                helper.give(this);
            }
            work();
            for (int spins = 0; unfinished.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(1);
                }
            }
            if (failure instanceof RuntimeException broken) {
                throw broken;
            }
            if (failure instanceof Error broken) {
                throw broken;
            }
        }

        void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    loop.run((int) ((long) count * part / parts), (int) ((long) count * (part + 1) / parts));
                } catch (RuntimeException | Error broken) {
                    failure = broken;
                } finally {
                    unfinished.decrementAndGet();
                }
            }
        }
    }

    /** A thread that waits for jobs as long as the process lives. */
    private static final class Helper {

        private volatile Job job;
        private final Thread thread;

        Helper(int number) {
            thread = new Thread(this::serve, "engine-" + (number + 1));
            thread.setDaemon(true);
            thread.start();
        }

        void give(Job next) {
            job = next;
            LockSupport.unpark(thread);
        }

        private void serve() {
            while (true) {
                Job current = job;
                if (current == null) {
                    LockSupport.park(this);
                } else {
                    current.work();
                    if (job == current) {
                        job = null;
                    }
                }
            }
        }
    }
}
