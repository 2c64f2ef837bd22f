package org.asyndgan.worker;

import java.util.Map;

/** What a worker is going to do, its settings checked; nothing is connected or computed yet. */
public interface WorkerSpec {

    /** Name of the worker, of its thread and in its messages, such as {@code generator}. */
    String name();

    /** What every line of its log carries: {@code run} and, at a site, {@code site}. */
    Map<String, String> labels();

    /** The effective settings, one {@code key=value} after the other, without secrets. */
    String effective();

    /** Connects and builds everything; called on the worker's own thread. */
    Agent open(WorkerContext context);
}
