package org.asyndgan.live.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Probe images by step, within a bound of memory.
 *
 * <p>Over the bound every other step is let go, except the first and the last, so that what remains covers the whole run.
 * Not thread-safe.
 */
public final class ProbeImages {

    private final long mostBytes;
    private final TreeMap<Long, TreeMap<Integer, ProbeImage>> bySteps = new TreeMap<>();
    private long bytes;

    ProbeImages(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void put(ProbeImage preview) {
        ProbeImage before = bySteps.computeIfAbsent(preview.step(), unused -> new TreeMap<>())
                .put(preview.probe(), preview);
        bytes += preview.bytes() - (before == null ? 0 : before.bytes());
        if (bytes > mostBytes && bySteps.size() > 2) {
            thin();
        }
    }

    private void thin() {
        List<Long> steps = new ArrayList<>(bySteps.keySet());
        for (int i = 1; i < steps.size() - 1; i += 2) {
            bytes -= bySteps.remove(steps.get(i)).values().stream()
                    .mapToLong(ProbeImage::bytes)
                    .sum();
        }
    }

    Optional<ProbeImage> at(long step, int probe) {
        return Optional.ofNullable(bySteps.get(step)).map(probes -> probes.get(probe));
    }

    List<Long> steps() {
        return List.copyOf(bySteps.keySet());
    }

    /** Probes of the newest step that has any: their number and site. */
    List<Probe> probes() {
        return bySteps.isEmpty()
                ? List.of()
                : bySteps.lastEntry().getValue().values().stream()
                        .map(preview -> new Probe(
                                preview.probe(),
                                preview.site(),
                                preview.labels().height(),
                                preview.labels().width(),
                                preview.labels().classes()))
                        .toList();
    }

    long bytes() {
        return bytes;
    }

    /** @param site whose mask it is */
    public record Probe(int probe, String site, int height, int width, int classes) {}
}
