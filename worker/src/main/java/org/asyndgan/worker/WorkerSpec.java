package org.asyndgan.worker;

/** What a worker is going to do, its settings checked; nothing is connected or computed yet. */
public interface WorkerSpec {

    /** How the worker is called and what it was told. */
    Introduction introduction();

    /** Connects and builds everything; called on the worker's own thread. */
    Agent open(WorkerContext context);
}
