package org.asyndgan.core.segmentation;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.dataset.TrainingPair;
import org.asyndgan.core.protocol.SyntheticSample;

/**
 * Gathers the samples of releases until one is whole.
 *
 * <p>Samples may come twice (a release is published again after a crash) and in any order; the pairs
 * of a whole release are in the order of their indices. Not thread-safe.
 */
public final class ReleaseCollector {

    private final TreeMap<Integer, TreeMap<Integer, SyntheticSample>> releases = new TreeMap<>();

    /** Takes one sample; one that is already here is replaced. */
    public void add(SyntheticSample sample) {
        releases.computeIfAbsent(sample.release(), release -> new TreeMap<>()).put(sample.index(), sample);
    }

    /** Samples of the newest release so far. */
    public int gathered() {
        return releases.isEmpty() ? 0 : releases.lastEntry().getValue().size();
    }

    /** Samples that the newest release has; 0 before the first of them. */
    public int expected() {
        return releases.isEmpty()
                ? 0
                : releases.lastEntry().getValue().firstEntry().getValue().count();
    }

    /** The pairs of the newest release, once all are here. */
    public Optional<List<TrainingPair>> whole() {
        if (releases.isEmpty() || gathered() < expected()) {
            return Optional.empty();
        }
        return Optional.of(releases.lastEntry().getValue().values().stream()
                .map(sample -> new TrainingPair(sample.image(), sample.labels()))
                .toList());
    }
}
