package org.asyndgan.core.drawing;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.SiteId;

/**
 * The batches that wait for their answers, with the weights of every version that drew one of them.
 *
 * <p>Part of the generator's state. Not thread-safe.
 */
public final class OpenBatches {

    private final TreeMap<BatchId, PendingBatch> batches = new TreeMap<>();
    private final TreeMap<Long, float[]> weights = new TreeMap<>();

    /** @param drawnWith the weights of the version that draws it */
    public void add(PendingBatch batch, float[] drawnWith) {
        batches.put(batch.id(), batch);
        weights.putIfAbsent(batch.drawnBy().step(), drawnWith);
    }

    /** The batch with this id, if it waits for its answer. */
    public Optional<PendingBatch> find(BatchId id) {
        return Optional.ofNullable(batches.get(id));
    }

    /** Ids of a site's batches, the oldest first. */
    public List<BatchId> of(SiteId site) {
        return batches.keySet().stream().filter(id -> id.site().equals(site)).toList();
    }

    /** Closes a batch, if it is open. */
    public Optional<PendingBatch> close(BatchId id) {
        return Optional.ofNullable(batches.remove(id));
    }

    /** Closes all batches of a site that gets none any more. */
    public void closeIfGone(MemberChange change) {
        if (change.status() == Status.LEFT || change.status() == Status.SUSPENDED) {
            batches.keySet().removeIf(id -> id.site().equals(change.site()));
        }
    }

    /** The weights that drew the open batches of a step. */
    float[] weightsAt(long step) {
        return weights.get(step);
    }

    /** Forgets the weights of versions whose batches are all closed. */
    public void forgetClosed() {
        weights.keySet()
                .retainAll(batches.values().stream()
                        .map(batch -> batch.drawnBy().step())
                        .toList());
    }

    /** All open batches, by id. */
    public Collection<PendingBatch> all() {
        return Collections.unmodifiableCollection(batches.values());
    }

    /** The weights that are kept, by step. */
    public Map<Long, float[]> retainedWeights() {
        return Collections.unmodifiableMap(weights);
    }

    /** Goes on from what a snapshot holds. */
    public void restore(Collection<PendingBatch> open, Map<Long, float[]> retained) {
        batches.clear();
        open.forEach(batch -> batches.put(batch.id(), batch));
        weights.clear();
        weights.putAll(retained);
    }
}
