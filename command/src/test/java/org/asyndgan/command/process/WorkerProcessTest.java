package org.asyndgan.command.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.asyndgan.command.plan.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerProcessTest {

    @TempDir
    private Path folder;

    @Test
    void saysOfOneThatWasKilledThatItWas() throws IOException {
        Path log = Files.writeString(folder.resolve("site-a.log"), "INFO SiteNews Answered batch=a/2099\n");
        Process process = new ProcessBuilder("/bin/sh", "-c", "kill -9 $$").start();
        WorkerProcess worker = new WorkerProcess("site-a", process, log, 0);
        worker.awaitEnd(Duration.ofSeconds(30));

        assertThatThrownBy(worker::requireHealthy)
                .isInstanceOf(RunException.class)
                .hasMessage(
                        "The site a was killed (exit code 137): by somebody, or by the operating system because memory"
                                + " ran out, which its log (dmesg) then says. Start with fewer sites, smaller batches or images,"
                                + " or on a machine with more memory. All that it wrote is in " + log + ". (ADG-704)");
    }

    @Test
    void readsNothingThatAnEarlierProcessWroteToItsLog() throws IOException {
        String earlier = "INFO Worker Serving /health and /prometheus url=http://127.0.0.1:1111\n";
        Path log = Files.writeString(folder.resolve("live.log"), earlier);
        Process process = new ProcessBuilder("/bin/sh", "-c", "exit 1").start();
        WorkerProcess worker = new WorkerProcess("live", process, log, earlier.length());
        worker.awaitEnd(Duration.ofSeconds(30));

        assertThat(worker.endpoint()).isEmpty();
        assertThatThrownBy(worker::requireHealthy)
                .hasMessage("The live ended with exit code 1: it wrote nothing. All that it wrote is in " + log
                        + ". (ADG-704)");

        Files.writeString(
                log,
                "INFO Worker Serving /health and /prometheus url=http://127.0.0.1:2222\n",
                StandardOpenOption.APPEND);
        assertThat(worker.endpoint()).hasValue(URI.create("http://127.0.0.1:2222"));
    }
}
