package org.asyndgan.core.segmentation;

import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.dataset.TrainingPair;

/**
 * Gathers the samples of releases and hands each release over once, the moment it is whole.
 *
 * <p>Samples may come twice (a release is published again after a crash) and in any order within their release. Once
 * a release is whole, samples of it and of those before it are passed over: they are repetitions, or of a release that
 * a later one has replaced. What is handed over depends on the order of the samples alone. Not thread-safe.
 */
public final class ReleaseCollector {

    private final TreeMap<Integer, TreeMap<Integer, SyntheticSample>> parts = new TreeMap<>();
    private int whole;
    private int gathered;
    private int expected;

    /** Takes one sample. @return the release that it made whole */
    public Optional<GatheredRelease> add(SyntheticSample sample) {
        if (sample.release() <= whole) {
            return Optional.empty();
        }
        TreeMap<Integer, SyntheticSample> part = parts.computeIfAbsent(sample.release(), release -> new TreeMap<>());
        part.put(sample.index(), sample);
        gathered = part.size();
        expected = sample.count();
        if (gathered < expected) {
            return Optional.empty();
        }
        whole = sample.release();
        parts.headMap(whole, true).clear();
        return Optional.of(new GatheredRelease(
                whole,
                sample.releases(),
                sample.drawnBy().step(),
                part.values().stream()
                        .map(one -> new TrainingPair(one.image(), one.labels()))
                        .toList()));
    }

    /** Samples so far of the release that a sample was taken of last. */
    int gathered() {
        return gathered;
    }

    /** Samples that this release has; 0 before the first. */
    int expected() {
        return expected;
    }
}
