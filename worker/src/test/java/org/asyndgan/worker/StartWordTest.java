package org.asyndgan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWordTest {

    private final StopSignal stop = new StopSignal();

    @Test
    void isALine() throws Exception {
        PipedOutputStream parent = new PipedOutputStream();
        StartWord word = new StartWord(new PipedInputStream(parent), stop);
        CompletableFuture<Void> begun = CompletableFuture.runAsync(word::await);

        assertThat(begun).isNotDone();
        parent.write('\n');
        parent.flush();

        begun.get(1, TimeUnit.MINUTES);
        assertThat(stop.isRequested()).isFalse();
    }

    @Test
    void isHeardOnce() throws IOException {
        try (PipedOutputStream parent = new PipedOutputStream()) {
            StartWord word = new StartWord(new PipedInputStream(parent), stop);
            parent.write("go\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

            word.await();
            word.await();

            assertThat(stop.isRequested()).isFalse();
        }
    }

    @Test
    void stopsTheWorkerWhoseParentIsGone() {
        StartWord word = new StartWord(InputStream.nullInputStream(), stop);

        assertThatThrownBy(word::await).isInstanceOf(StartWord.Stopped.class);
        assertThat(stop.reason()).isEqualTo("the process that started it is gone");
    }

    @Test
    void isNotWaitedForByAWorkerThatIsToldToEnd() throws IOException {
        try (PipedOutputStream parent = new PipedOutputStream()) {
            StartWord word = new StartWord(new PipedInputStream(parent), stop);
            stop.request("somebody pressed Ctrl-C");

            assertThatThrownBy(word::await).isInstanceOf(StartWord.Stopped.class);
        }
    }
}
