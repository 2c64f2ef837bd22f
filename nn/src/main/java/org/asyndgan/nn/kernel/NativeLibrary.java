package org.asyndgan.nn.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The native library behind the nd4j backend: which build of it runs.
 *
 * <p>Loaded on first use. Results are the same bits from run to run as long as the number of threads
 * is the same: oneDNN splits its sums by thread.
 */
public final class NativeLibrary {

    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    /**
     * Property that names a folder of machine code as files: one folder for each build, such as {@code onednn-avx512}, and
     * {@code common}. What is not there is unpacked from the jars.
     */
    private static final String MACHINE_CODE = "org.asyndgan.machine-code";

    /** The number of threads oneDNN was told on this thread; OpenMP keeps it for every caller apart. */
    private static final ThreadLocal<Integer> TOLD = ThreadLocal.withInitial(() -> 0);

    private NativeLibrary() {}

    /** One line for a start-up log, such as {@code ND4J 1.0.0-M2.1 CPU onednn-avx512, 2 threads}. */
    public static String describe() {
        String engine = fingerprint();
        return engine + (Native.OPS.isOptimalRequirementsMet() ? "" : " (not the best build)");
    }

    /** What results depend on, to the bit, beside what is computed: library, build and number of threads. */
    public static String fingerprint() {
        String device = Native.ON_GPU ? "CUDA" : "CPU " + build();
        return "ND4J " + version() + " " + device + ", " + Threads.describe();
    }

    /** Says whether convolutions run on a GPU, so that their operands are copied there and back. */
    static boolean isOnGpu() {
        return Native.ON_GPU;
    }

    /** The native build this process runs, such as {@code onednn-avx512}. */
    public static String build() {
        String extension = System.getProperty(EXTENSION, "");
        return extension.startsWith("-") ? extension.substring(1) : extension;
    }

    /**
     * Why the CUDA build cannot compute on a device; nothing if it can.
     *
     * <p>nd4j-cuda-11.6 holds machine code for compute capabilities 3.7 to 8.6 and nothing that a driver
     * could translate for later ones; code for 8.6 runs on 8.9 too.
     */
    static Optional<String> faultOfDevice(String name, int major, int minor) {
        boolean tooOld = major < 3 || (major == 3 && minor < 7);
        if (!tooOld && major <= 8) {
            return Optional.empty();
        }
        return Optional.of("The GPU " + name + " has compute capability " + major + "." + minor
                + ", but ND4J 1.0.0-M2.1 for CUDA 11.6 has code for 3.7 to 8.9 only (Kepler K80 to Ada). Hide it with"
                + " CUDA_VISIBLE_DEVICES, or build without -Pcuda and compute on the CPU.");
    }

    private static String version() {
        String version = Nd4j.class.getPackage().getImplementationVersion();
        return version == null ? "1.0.0-M2.1" : version;
    }

    /** The native operations, told how many threads the calling thread may use. */
    static NativeOps ops() {
        NativeOps ops = Native.OPS;
        int threads = Threads.count();
        if (TOLD.get() != threads) {
            ops.setOmpNumThreads(threads);
            Nd4j.getEnvironment().setMaxMasterThreads(threads);
            TOLD.set(threads);
        }
        return ops;
    }

    /** Loads ND4J on first use. */
    private static final class Native {

        static final NativeOps OPS = load();
        static final boolean ON_GPU = !Nd4j.getEnvironment().isCPU();

        private static NativeOps load() {
            setUnlessGiven("org.nd4j.log.initialization", "false");
            // Arrays are closed by their owner; JavaCPP's own limits would cut at the heap's size.
            setUnlessGiven("org.bytedeco.javacpp.maxBytes", "0");
            setUnlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            setUnlessGiven(EXTENSION, bestBuild());
            Optional.ofNullable(System.getProperty(MACHINE_CODE)).map(Path::of).ifPresent(Native::lookIn);
            boolean onCpu = Nd4j.getEnvironment().isCPU();
            NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
            if (!onCpu) {
                requireSupportedDevices(ops);
            }
            return ops;
        }

        private static void requireSupportedDevices(NativeOps ops) {
            for (int device = 0; device < ops.getAvailableDevices(); device++) {
                Optional<String> fault = faultOfDevice(
                        ops.getDeviceName(device), ops.getDeviceMajor(device), ops.getDeviceMinor(device));
                if (fault.isPresent()) {
                    throw new EngineException("ADG-611", fault.get(), null);
                }
            }
        }

        private static void setUnlessGiven(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }

        private static void lookIn(Path code) {
            if (Files.isDirectory(code.resolve(build()))) {
                setUnlessGiven("org.bytedeco.javacpp.pathsFirst", "true");
                System.setProperty(
                        "java.library.path",
                        String.join(
                                File.pathSeparator,
                                code.resolve(build()).toString(),
                                code.resolve("common").toString(),
                                System.getProperty("java.library.path", "")));
            }
        }

        private static String bestBuild() {
            return supportsAvx512() ? "-onednn-avx512" : "-onednn-avx2";
        }

        private static boolean supportsAvx512() {
            if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
                return false;
            }
            try {
                String cpu = Files.readString(Path.of("/proc/cpuinfo"));
                return cpu.contains(" avx512f")
                        && cpu.contains(" avx512vl")
                        && cpu.contains(" avx512bw")
                        && cpu.contains(" avx512dq");
            } catch (IOException unreadable) {
                return false;
            }
        }
    }
}
