package org.asyndgan.worker;

/**
 * What one worker does, turn by turn, on one thread.
 *
 * <p>The thread that opened an agent calls all its methods, in this order: {@link #begin}, {@link #turn}
 * until {@link #isDone} or a stop, then {@link #finish} or {@link #leave}. After an exception none is
 * called any more.
 */
public interface Agent {

    /** Takes up the work where it was left. */
    void begin();

    /** One turn, which waits a moment for records where there is nothing to do. @return things done */
    int turn();

    /** Says whether all the work is done. */
    boolean isDone();

    /** Brings a done work to its end: hands on results, says goodbye. */
    void finish();

    /** Stops in the middle: saves the state, says goodbye. */
    void leave();
}
