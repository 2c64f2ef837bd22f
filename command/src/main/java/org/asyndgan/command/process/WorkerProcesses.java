package org.asyndgan.command.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.command.plan.RunException;

/**
 * All child processes of a run.
 *
 * <p>Thread-safe: the thread that stops a run is not the one that leads it.
 */
public final class WorkerProcesses implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<WorkerProcess> members = new ArrayList<>();
    private boolean dismissed;

    /**
     * Takes a started process in.
     *
     * @throws IllegalStateException if the processes have been dismissed; the process is ended again
     */
    public synchronized WorkerProcess add(WorkerProcess worker) {
        if (dismissed) {
            worker.askToEnd();
            throw new IllegalStateException("The run is being stopped");
        }
        members.add(worker);
        return worker;
    }

    /** Broker and registry are there: those that were started before may connect. */
    public synchronized void letConnect() {
        members.forEach(WorkerProcess::letConnect);
    }

    /**
     * Insists that everybody is working or has done the work.
     *
     * @throws RunException ADG-704 for the first that failed
     */
    public synchronized void requireHealthy() {
        members.forEach(WorkerProcess::requireHealthy);
    }

    /** Asks all that still work to end, in the order in which they were added, and waits for them. */
    @Override
    public synchronized void close() {
        dismissed = true;
        members.forEach(WorkerProcess::askToEnd);
        members.forEach(worker -> worker.awaitEnd(LIMIT));
        members.clear();
    }
}
