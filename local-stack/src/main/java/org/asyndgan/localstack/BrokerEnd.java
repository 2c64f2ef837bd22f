package org.asyndgan.localstack;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;

/**
 * Keeps a broker that gives up from ending the whole process, as Kafka would have it.
 *
 * <p>Kafka calls exit or halt when it cannot write to its disk. In a process of its own that is right; here the thread
 * that calls it ends instead, and whoever leads the run asks and tells why.
 */
final class BrokerEnd {

    private static final AtomicReference<String> REASON = new AtomicReference<>();

    static {
        Exit.setExitProcedure(BrokerEnd::end);
        Exit.setHaltProcedure(BrokerEnd::end);
    }

    private BrokerEnd() {}

    /** Forgets an earlier end; from now on Kafka ends no process. */
    static void watch() {
        REASON.set(null);
    }

    /** Whether Kafka has wanted to end the process since. */
    static boolean isWished() {
        return REASON.get() != null;
    }

    private static void end(int status, String message) {
        REASON.compareAndSet(null, "status " + status + (message == null ? "" : ", " + message));
        throw new IllegalStateException("Kafka wanted to end this process: " + REASON.get());
    }
}
