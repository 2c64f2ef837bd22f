package org.asyndgan.worker.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of processes, heap and native, where the operating system tells it (Linux). */
public final class ResidentMemory {

    private ResidentMemory() {}

    /** In KiB; empty if the process is gone or the system does not tell. */
    public static OptionalLong kib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst();
        } catch (IOException untold) {
            return OptionalLong.empty();
        }
    }
}
