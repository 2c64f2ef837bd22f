package org.asyndgan.core.simulation;

import java.util.concurrent.Executor;

/** Writes, unless the next write is to fail: then it throws, before or after it took effect, as a crash of who writes. */
public final class FailingWriter implements Executor {

    private Fault next = Fault.NONE;

    /** When the next write fails. */
    public enum Fault {
        NONE,
        BEFORE_THE_WRITE,
        AFTER_THE_WRITE
    }

    /** The writer died in the middle of a write. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public void failNext(Fault fault) {
        next = fault;
    }

    @Override
    public void execute(Runnable write) {
        Fault fault = next;
        next = Fault.NONE;
        if (fault != Fault.BEFORE_THE_WRITE) {
            write.run();
        }
        if (fault != Fault.NONE) {
            throw new Crash();
        }
    }
}
