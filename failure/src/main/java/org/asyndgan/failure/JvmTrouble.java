package org.asyndgan.failure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** What the JVM itself throws when the machine refuses something, told with what to do. */
public final class JvmTrouble {

    private JvmTrouble() {}

    /** Whole sentences with a code, if memory ran out or a native library could not be loaded. */
    public static Optional<String> sentence(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return Optional.of("Memory ran out (" + cause.getMessage() + "). Give Java more with"
                        + " --heap 4g, or use smaller batches or images; a worker's state is that of its"
                        + " last snapshot. (ADG-610)");
            }
            if (cause instanceof UnsatisfiedLinkError) {
                return Optional.of("A native library cannot be loaded (" + cause.getMessage()
                        + "). Libraries are unpacked into the temporary folder and into ~/.javacpp; if those are full or"
                        + " forbid programs (noexec), name others with ASYNDGAN_JAVA_OPTS=\"-Djava.io.tmpdir=DIR"
                        + " -Dorg.bytedeco.javacpp.cachedir=DIR\". (ADG-619)");
            }
        }
        return Optional.empty();
    }
}
