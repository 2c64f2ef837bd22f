package org.asyndgan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentRunnerTest {

    private final StopSignal stop = new StopSignal();

    @Test
    void turnsUntilTheWorkIsDoneAndFinishesIt() {
        Diary diary = new Diary(2);

        new AgentRunner(diary, stop, () -> {}).run();

        assertThat(diary.lines).containsExactly("begin", "turn", "turn", "finish");
    }

    @Test
    void leavesAfterTheTurnInWhichItWasStopped() {
        Diary diary = new Diary(100) {
            @Override
            public int turn() {
                stop.request("the test says so");
                return super.turn();
            }
        };

        new AgentRunner(diary, stop, () -> {}).run();

        assertThat(diary.lines).containsExactly("begin", "turn", "leave");
        assertThat(stop.reason()).isEqualTo("the test says so");
    }

    @Test
    void finishesAWorkThatWasDoneBeforeItBegan() {
        Diary diary = new Diary(0);

        new AgentRunner(diary, stop, () -> {}).run();

        assertThat(diary.lines).containsExactly("begin", "finish");
    }

    @Test
    void callsNothingMoreAfterAnException() {
        Diary diary = new Diary(2) {
            @Override
            public int turn() {
                super.turn();
                throw new IllegalStateException("broken");
            }
        };

        assertThatThrownBy(new AgentRunner(diary, stop, () -> {})::run).hasMessage("broken");
        assertThat(diary.lines).containsExactly("begin", "turn");
    }

    /** Notes what it is told to do; every turn is idle, so that the loop goes on at once. */
    private static class Diary implements Agent {

        final List<String> lines = new ArrayList<>();
        private final int turns;
        private int turned;

        Diary(int turns) {
            this.turns = turns;
        }

        @Override
        public void begin() {
            lines.add("begin");
        }

        @Override
        public int turn() {
            turned++;
            lines.add("turn");
            return 0;
        }

        @Override
        public boolean isDone() {
            return turned >= turns;
        }

        @Override
        public void finish() {
            lines.add("finish");
        }

        @Override
        public void leave() {
            lines.add("leave");
        }
    }
}
