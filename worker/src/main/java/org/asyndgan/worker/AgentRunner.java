package org.asyndgan.worker;

import java.time.Duration;

/** Runs an agent to its end or until somebody stops it. */
final class AgentRunner {

    /** Short, for nobody listens during it: an idle turn has waited for records already. */
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Agent agent;
    private final StopSignal stop;
    private final Runnable begun;

    /** @param begun is told once the agent has taken up its work */
    AgentRunner(Agent agent, StopSignal stop, Runnable begun) {
        this.agent = agent;
        this.stop = stop;
        this.begun = begun;
    }

    /** Runs on the calling thread; the agent is not closed. */
    void run() {
        agent.begin();
        begun.run();
        while (!agent.isDone() && !stop.isRequested()) {
            if (agent.turn() == 0 && !agent.isDone()) {
                stop.await(PAUSE);
            }
        }
        if (agent.isDone()) {
            agent.finish();
        } else {
            agent.leave();
        }
    }
}
