package org.asyndgan.bench.compute;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long one workload took each peer.
 *
 * @param timings by peer, the engine's among them
 */
record Result(String setting, int threads, Workload workload, Map<String, Timing> timings) {

    private static final double MILLION = 1e6;
    private static final double MILLIS = 1e3;

    double imagesPerSecond(String peer) {
        return workload.batch() * MILLIS / timings.get(peer).medianMillis();
    }

    double gigaflops(String peer) {
        return workload.flops() / MILLION / timings.get(peer).medianMillis();
    }

    /** The engine's throughput over the peer's; above 1 the engine is faster. */
    double ratio(String peer) {
        return timings.get(peer).medianMillis()
                / timings.get(PeerProcesses.ENGINE).medianMillis();
    }

    /** Which backend of ours is faster here, and torch beside libtorch's autograd; nothing unless both ran. */
    Optional<String> backends() {
        Timing torch = timings.get(PeerProcesses.TORCH);
        if (torch == null) {
            return Optional.empty();
        }
        Timing nd4j = timings.get(PeerProcesses.ENGINE);
        String faster = torch.medianMillis() < nd4j.medianMillis() ? "torch" : "nd4j";
        Timing autograd = timings.get(PeerProcesses.LIBTORCH);
        return Optional.of("  faster engine here: " + faster
                + (autograd == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; torch's throughput over libtorch's with autograd: %.2f",
                                autograd.medianMillis() / torch.medianMillis())));
    }

    /** One object a peer, for a JSON file. */
    Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("setting", setting);
        map.put("threads", threads);
        map.put("workload", workload.line());
        map.put("gigaflop", workload.flops() / (MILLION * MILLIS));
        var peers = new LinkedHashMap<String, Object>();
        timings.forEach((peer, timing) -> {
            var of = new LinkedHashMap<String, Object>();
            of.put("steps", timing.steps());
            of.put("median_ms", timing.medianMillis());
            of.put("p10_ms", timing.fastMillis());
            of.put("p90_ms", timing.slowMillis());
            of.put("images_per_s", imagesPerSecond(peer));
            of.put("gflops", gigaflops(peer));
            of.put("engine_over_peer", ratio(peer));
            peers.put(peer, of);
        });
        map.put("peers", peers);
        return map;
    }
}
