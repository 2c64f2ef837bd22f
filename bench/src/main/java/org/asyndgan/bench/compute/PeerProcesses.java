package org.asyndgan.bench.compute;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.asyndgan.nn.backend.Engine;

/** The peers that this machine can run, the engine first. */
final class PeerProcesses implements AutoCloseable {

    /** Our own engine on its backend nd4j. */
    static final String ENGINE = "asyndgan";

    /** The same on its backend torch. */
    static final String TORCH = "torch";

    static final String LIBTORCH = "libtorch";

    private final Path home;
    private final File log;
    private final PrintWriter out;
    private final Deque<Peer> peers = new ArrayDeque<>();

    /** @param home root of the sources, where the peers were built */
    PeerProcesses(Path home, int threads, List<String> wanted, PrintWriter out) throws IOException {
        this.home = home;
        this.out = out;
        this.log = log(home);
        start(ENGINE, ours("EngineProgram"), threads);
        if (TORCH.equals(System.getProperty(Engine.BACKEND))) {
            start(TORCH, onTorch(), threads);
        }
        if (wanted.contains(LIBTORCH)) {
            start(LIBTORCH, libtorch(), threads);
        }
        if (wanted.contains("samediff")) {
            start("samediff", ours("SameDiffProgram"), threads);
        }
        if (wanted.contains("pytorch")) {
            start("pytorch", python(), threads);
        }
    }

    /** The engine alone, in a JVM that records itself; the recording is whole once the peer is closed. */
    static Peer recorded(Path home, int threads, Path recording) throws IOException {
        var command = new ArrayList<>(ours("EngineProgram"));
        command.addAll(1, Profile.options(recording));
        return new Peer(ENGINE, command, threads, log(home));
    }

    private static File log(Path home) {
        return home.resolve("bench/target/peers.log").toFile();
    }

    List<Peer> peers() {
        return List.copyOf(peers);
    }

    /** A peer that cannot be started is left out, and that is said. */
    private void start(String name, List<String> command, int threads) throws IOException {
        try {
            peers.addLast(new Peer(name, command, threads, log));
        } catch (IOException absent) {
            if (name.equals(ENGINE)) {
                throw absent;
            }
            out.println("Without " + name + ": " + absent.getMessage() + " (its words are in " + log + ")");
        }
    }

    private static List<String> ours(String program) {
        return java(
                "-Xmx4g", System.getProperty("java.class.path"), PeerProcesses.class.getPackageName() + "." + program);
    }

    /** Only libtorch's natives: nothing here needs ND4J's. */
    private static List<String> onTorch() {
        var command = new ArrayList<>(ours("EngineProgram"));
        command.add(1, "-D" + Engine.BACKEND + "=" + TORCH);
        command.add(1, "-D" + Engine.DEVICE + "=" + System.getProperty(Engine.DEVICE, "cpu"));
        return command;
    }

    private List<String> libtorch() throws IOException {
        Path target = home.resolve("bench/libtorch/target");
        var jars = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(target, "bench-libtorch-*.jar")) {
            files.forEach(jar -> jars.add(jar.toString()));
        }
        jars.add(Files.readString(target.resolve("class-path")).trim());
        return java("-Xmx1g", String.join(File.pathSeparator, jars), "org.asyndgan.bench.libtorch.LibtorchProgram");
    }

    private static List<String> java(String heap, String classPath, String main) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, heap, "-XX:+UseSerialGC", "-cp", classPath, main);
    }

    /** Debian's interpreter, because others do not see Debian's python3-torch. */
    private List<String> python() throws IOException {
        Path script = home.resolve("bench/target/peer.py");
        try (InputStream source = PeerProcesses.class.getResourceAsStream("peer.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return List.of("/usr/bin/python3", script.toString());
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
    }
}
