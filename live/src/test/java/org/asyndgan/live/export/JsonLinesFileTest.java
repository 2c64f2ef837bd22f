package org.asyndgan.live.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.worker.WorkerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JsonLinesFileTest {

    /** A device that is always full. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysInOneSentenceThatTheDiskIsFull() {
        JsonLinesFile file = new JsonLinesFile(Path.of("/dev/full"));
        file.event(new RunEvent("generator", Instant.EPOCH, "stepped", 1, Map.of(), Map.of()));

        assertThatThrownBy(file::flush)
                .isInstanceOf(WorkerException.class)
                .hasMessage("What the run tells cannot be written to /dev/full any more (No space left on device). Free"
                        + " space or name another place with --jsonl, and start the page again: it writes the file anew."
                        + " (ADG-512)");
    }
}
