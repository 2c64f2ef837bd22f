package org.asyndgan.bench.compute;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan bench compute}: training steps of the neural engine beside its peers'. */
@Command(
        name = "compute",
        mixinStandardHelpOptions = true,
        description = {
            "Times training steps of the neural engine, libtorch, SameDiff and Debian's PyTorch.",
            "Each is a process of its own; they take turns, so that a busy moment hits all alike.",
            "With --engine torch, the engine on libtorch takes part beside the engine on ND4J."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan bench compute --settings a,b --json /tmp/compute.json")
public final class ComputeCommand implements Runnable {

    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int MOST_STEPS_A_ROUND = 50;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the table to this file.")
    private Path json;

    @Option(names = "--quick", description = "Three rounds instead of nine, two warm-up seconds instead of six.")
    private boolean quick;

    @Option(
            names = "--settings",
            split = ",",
            defaultValue = "a,b,c,demo",
            description = "Which sizes: a 64x64, b 128x128, c the paper's 256x256, demo. Default: all.")
    private List<String> settings = List.of();

    @Option(
            names = "--peers",
            split = ",",
            defaultValue = "libtorch,samediff,pytorch",
            description = "Whom to compare with; none for nobody. Default: libtorch,samediff,pytorch.")
    private List<String> wanted = List.of();

    @Option(names = "--networks", split = ",", description = "Only these: generator, discriminator, unet.")
    private List<String> networks = List.of();

    @Option(
            names = "--profile",
            description = "Instead: where the engine's steps spend their time, by layer. Without peers.")
    private boolean profile;

    @Override
    public void run() {
        try {
            if (profile) {
                profile();
            } else {
                measure();
            }
        } catch (IOException broken) {
            throw new IllegalStateException("The measurement broke off: " + broken.getMessage(), broken);
        }
    }

    private void profile() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path home = home();
        for (Setting setting : Setting.ALL) {
            for (Workload workload : settings.contains(setting.name()) ? setting.workloads() : List.<Workload>of()) {
                if (isWanted(workload)) {
                    Path recording = Files.createTempFile("asyndgan", ".jfr");
                    try (Peer engine = PeerProcesses.recorded(home, threads(setting), recording)) {
                        engine.prepare(workload);
                        engine.run(warmUp(engine) * (quick ? 3 : 9));
                    }
                    Profile.read(recording).print(workload, out);
                    Files.delete(recording);
                }
            }
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("org.asyndgan.home", "."));
    }

    private static int threads(Setting setting) {
        return setting.threads() > 0 ? setting.threads() : Runtime.getRuntime().availableProcessors();
    }

    private boolean isWanted(Workload workload) {
        return networks.isEmpty() || networks.contains(workload.kind().word());
    }

    private void measure() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        var results = new ArrayList<Result>();
        var descriptions = new LinkedHashMap<String, String>();
        out.printf(
                Locale.ROOT,
                "%-34s %-9s %8s %19s %9s %7s %6s%n",
                "network size ch width depth batch",
                "who",
                "ms/step",
                "(p10 to p90)",
                "images/s",
                "GFLOPS",
                "ratio");
        for (Setting setting : Setting.ALL) {
            if (settings.contains(setting.name())) {
                measure(setting, results, descriptions, out);
            }
        }
        out.println("ratio: the engine's throughput over the peer's; above 1 the engine is faster.");
        if (json != null) {
            write(results, descriptions);
        }
    }

    private void measure(Setting setting, List<Result> results, Map<String, String> descriptions, PrintWriter out)
            throws IOException {
        int threads = threads(setting);
        try (var peers = new PeerProcesses(home(), threads, wanted, out)) {
            out.println("setting " + setting.name() + ", threads a peer: " + threads);
            peers.peers().forEach(peer -> descriptions.put(peer.name(), peer.description()));
            var limit = new Result(
                    setting.name(), threads, Workload.GEMM, time(peers.peers().subList(0, 1), Workload.GEMM));
            results.add(limit);
            print(limit, out);
            for (Workload workload : setting.workloads()) {
                if (isWanted(workload)) {
                    var result = new Result(setting.name(), threads, workload, time(peers.peers(), workload));
                    results.add(result);
                    print(result, out);
                }
            }
        }
    }

    /** Peers take turns, round after round. */
    private Map<String, Timing> time(List<Peer> peers, Workload workload) throws IOException {
        var stepsARound = new LinkedHashMap<Peer, Integer>();
        var nanos = new LinkedHashMap<Peer, LongStream.Builder>();
        for (Peer peer : peers) {
            peer.prepare(workload);
            stepsARound.put(peer, warmUp(peer));
            nanos.put(peer, LongStream.builder());
        }
        int rounds = quick ? 3 : 9;
        for (int round = 0; round < rounds; round++) {
            for (Peer peer : peers) {
                LongStream.of(peer.run(stepsARound.get(peer))).forEach(nanos.get(peer));
            }
        }
        var timings = new LinkedHashMap<String, Timing>();
        nanos.forEach(
                (peer, all) -> timings.put(peer.name(), new Timing(all.build().toArray())));
        return timings;
    }

    /** Runs until caches are filled and the compiler is through. @return steps that fill a round */
    private int warmUp(Peer peer) throws IOException {
        long wanted = (quick ? 2 : 6) * ROUND_NANOS;
        long last = peer.run(1)[0];
        for (long spent = last; spent < wanted; ) {
            last = peer.run(1)[0];
            spent += last;
        }
        return (int) Math.max(1, Math.min(MOST_STEPS_A_ROUND, ROUND_NANOS / last));
    }

    private static void print(Result result, PrintWriter out) {
        result.timings()
                .forEach((peer, timing) -> out.printf(
                        Locale.ROOT,
                        "%-34s %-9s %8.1f (%7.1f to %7.1f) %9.1f %7.0f %6.2f%n",
                        result.workload().line(),
                        peer,
                        timing.medianMillis(),
                        timing.fastMillis(),
                        timing.slowMillis(),
                        result.imagesPerSecond(peer),
                        result.gigaflops(peer),
                        result.ratio(peer)));
        result.backends().ifPresent(out::println);
        out.flush();
    }

    private void write(List<Result> results, Map<String, String> descriptions) throws IOException {
        var table = new LinkedHashMap<String, Object>();
        table.put("peers", descriptions);
        table.put("processors", Runtime.getRuntime().availableProcessors());
        table.put("quick", quick);
        table.put("results", results.stream().map(Result::asMap).toList());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), table);
    }
}
