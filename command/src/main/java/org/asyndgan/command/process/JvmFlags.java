package org.asyndgan.command.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Flags without which newer JVMs warn on the screen of what ND4J, Kafka and zstd do; older ones do not know them. */
final class JvmFlags {

    private static final int WARNS_OF_NATIVE_ACCESS = 22;
    private static final int WARNS_OF_UNSAFE = 23;

    private JvmFlags() {}

    /** Those that ./asyndgan was given: by the environment, or as the flag {@code --heap}, which it puts there. */
    static List<String> given() {
        String options = System.getenv().getOrDefault("ASYNDGAN_JAVA_OPTS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    /** The heap's limit of this Java, for the workers it starts: each checks its own need against it. */
    static String heap() {
        return "-Xmx"
                + ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .getVMOption("MaxHeapSize")
                        .getValue();
    }

    /** Those of this Java, as ./asyndgan has them. */
    static List<String> quiet() {
        return quiet(Runtime.version().feature());
    }

    static List<String> quiet(int feature) {
        List<String> flags = new ArrayList<>();
        if (feature >= WARNS_OF_NATIVE_ACCESS) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature >= WARNS_OF_UNSAFE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
