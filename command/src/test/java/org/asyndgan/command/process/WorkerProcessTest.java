package org.asyndgan.command.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        WorkerProcess worker = new WorkerProcess("site-a", process, log);
        worker.awaitEnd(Duration.ofSeconds(30));

        assertThatThrownBy(worker::requireHealthy)
                .isInstanceOf(RunException.class)
                .hasMessage(
                        "The site a was killed (exit code 137): by somebody, or by the operating system because memory"
                                + " ran out, which its log (dmesg) then says. Start with fewer sites, smaller batches or images,"
                                + " or on a machine with more memory. All that it wrote is in " + log + ". (ADG-704)");
    }
}
