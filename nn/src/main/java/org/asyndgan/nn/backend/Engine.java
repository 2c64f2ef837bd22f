package org.asyndgan.nn.backend;

import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.asyndgan.nn.kernel.EngineException;
import org.asyndgan.nn.kernel.Threads;

/**
 * Who computes all networks of this process from now on, and on how many threads.
 *
 * <p>Until {@link #use} is called: what the system properties {@value #BACKEND} and {@value #DEVICE}
 * name, or nd4j on the CPU.
 */
public final class Engine {

    /** Names the backend: {@code nd4j}, or {@code torch} where its module is on the class path. */
    public static final String BACKEND = "asyndgan.engine.backend";

    /** Names the device: {@code cpu} or {@code cuda}. */
    public static final String DEVICE = "asyndgan.engine.device";

    private static final String CPU = "cpu";
    private static final String CUDA = "cuda";

    private static Backend backend;

    private Engine() {}

    /** The backend that opens networks. */
    public static synchronized Backend backend() {
        if (backend == null) {
            use(System.getProperty(BACKEND, Nd4jBackend.NAME), System.getProperty(DEVICE, CPU));
        }
        return backend;
    }

    /**
     * Chooses who computes the networks that are opened from now on.
     *
     * @param name of a backend
     * @param device {@code cpu} or {@code cuda}
     * @throws EngineException ADG-638 if there is no such backend or device on this class path or machine
     */
    public static synchronized void use(String name, String device) {
        if (!device.equals(CPU) && !device.equals(CUDA)) {
            throw new EngineException(
                    "ADG-638",
                    "The engine computes on cpu or cuda, not on " + device + "; set asyndgan.engine.device (--device).",
                    null);
        }
        if (name.equals(Nd4jBackend.NAME)) {
            requireCpu(device);
            backend = new Nd4jBackend();
            return;
        }
        Backend.Provider provider = providers().get(name);
        if (provider == null) {
            throw new EngineException(
                    "ADG-638",
                    "There is no engine " + name + " on the class path; engines are " + names()
                            + ". Start with ./asyndgan --engine torch, which builds that one in, or set"
                            + " asyndgan.engine.backend to one of them.",
                    null);
        }
        backend = provider.start(device);
    }

    /** ND4J takes its CUDA build by itself where Maven's profile put it on the class path. */
    private static void requireCpu(String device) {
        if (!device.equals(CPU)) {
            throw new EngineException(
                    "ADG-638",
                    "The engine nd4j has no device " + device + " to choose: built with -Pcuda it takes an old GPU by"
                            + " itself. Use --engine torch for a GPU of today, or leave --device out.",
                    null);
        }
    }

    private static String names() {
        var names = new TreeMap<>(providers());
        return names.isEmpty() ? Nd4jBackend.NAME : Nd4jBackend.NAME + " and " + String.join(", ", names.keySet());
    }

    private static Map<String, Backend.Provider> providers() {
        var found = new TreeMap<String, Backend.Provider>();
        try {
            ServiceLoader.load(Backend.Provider.class).forEach(provider -> found.put(provider.name(), provider));
        } catch (ServiceConfigurationError broken) {
            throw new EngineException(
                    "ADG-638", "An engine on the class path cannot be loaded: " + broken.getMessage() + ".", broken);
        }
        return found;
    }

    /** Threads that share one pass, from OMP_NUM_THREADS or else all processors. */
    public static int threads() {
        return Threads.count();
    }

    /**
     * Sets the number of threads, for all networks from their next pass on.
     *
     * @param count at least 1; workers that share a machine should take their share of its cores
     */
    public static void useThreads(int count) {
        Threads.use(count);
    }

    /** One line for a start-up log, such as {@code ND4J 1.0.0-M2.1 CPU onednn-avx512, 2 threads}. */
    public static String describe() {
        return backend().describe();
    }

    /** What results depend on, to the bit, beside what is computed. */
    public static String fingerprint() {
        return backend().fingerprint();
    }
}
