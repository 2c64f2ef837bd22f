package org.asyndgan.worker;

/**
 * What one worker does, turn by turn, on one thread.
 *
 * <p>The thread that opened an agent calls all its methods, in this order: {@link #begin}, {@link #turn}
 * until {@link #isDone} or a stop, then {@link #finish} or {@link #leave}. After an exception none is
 * called any more.
 */
public interface Agent {

    /** Resumes the work where it stopped. */
    void begin();

    /** One turn, which waits a moment for records where there is nothing to do. @return things done */
    int turn();

    /** Says whether all the work is done. */
    boolean isDone();

    /** Ends work that is done: hands on results and announces the end. */
    void finish();

    /** Stops before the work is done: saves the state and announces the stop. */
    void leave();
}
