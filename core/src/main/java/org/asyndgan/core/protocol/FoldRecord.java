package org.asyndgan.core.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One entry of the fold journal: all that decided one step of the generator.
 *
 * <p>With the gradients it names, it takes the generator from the state before to the state after, on
 * the day and in every replay.
 *
 * @param made version after the record; its step is one more than before if anything was folded
 * @param folds in the order in which they were backpropagated
 * @param drops answers that were refused, with their reasons
 * @param members what changed in the membership, in order
 * @param batches drawn with the new weights, in order
 * @param positions next offset to read in each site's gradient topic
 * @param learningRate of this step; 0 where nothing was folded
 * @param checksum CRC-32C over the weights after the step, little-endian float32
 * @param finished says that the run ended with this record
 * @param siteCap of this step: times the median site's norm that a site's parameter gradient counted at most; 0 where there
 *     was no cap and sites were not told apart
 * @param length steps of the whole run, once it has been decided that it takes fewer than it was begun with; 0 before
 */
public record FoldRecord(
        GeneratorVersion made,
        List<Fold> folds,
        List<Drop> drops,
        List<MemberChange> members,
        List<BatchId> batches,
        Map<SiteId, Long> positions,
        double learningRate,
        long checksum,
        boolean finished,
        double siteCap,
        long length) {

    /** Of a step without a cap, in a run of which nothing was decided. */
    public FoldRecord(
            GeneratorVersion made,
            List<Fold> folds,
            List<Drop> drops,
            List<MemberChange> members,
            List<BatchId> batches,
            Map<SiteId, Long> positions,
            double learningRate,
            long checksum,
            boolean finished) {
        this(made, folds, drops, members, batches, positions, learningRate, checksum, finished, 0, 0);
    }

    public FoldRecord {
        folds = List.copyOf(folds);
        drops = List.copyOf(drops);
        members = List.copyOf(members);
        batches = List.copyOf(batches);
        positions = java.util.Collections.unmodifiableMap(new TreeMap<>(positions));
    }

    /** The record with the checksum of the weights it led to. */
    public FoldRecord withChecksum(long weights) {
        return new FoldRecord(
                made, folds, drops, members, batches, positions, learningRate, weights, finished, siteCap, length);
    }

    /**
     * One gradient folded in.
     *
     * @param drawnAt step of the weights that drew the batch
     * @param weight π_j · (1 + lag)^-α, the factor of the gradient
     * @param offset of the gradient in its site's topic
     * @param norm Euclidean norm of the gradient before weighing
     */
    public record Fold(BatchId batch, long drawnAt, long lag, double weight, long offset, double norm) {}

    /**
     * One answer refused, or one batch given up.
     *
     * @param offset of the answer in its site's topic; -1 where none came
     * @param why its reason completes the sentence "the gradient …"
     */
    public record Drop(BatchId batch, long offset, Rejection why) {}

    /**
     * A site that takes part from now on, or otherwise than before.
     *
     * @param images n_j, real images at the site
     * @param privacy that it says its discriminator is trained with, if any
     * @param masksEnd where the masks end that count from now on: the offset after the last of them in the site's topic; {@link
     *     #ALL_MASKS} where that was not recorded
     */
    public record MemberChange(
            SiteId site, Status status, int images, Optional<PrivacyStatement> privacy, long masksEnd) {

        /** Whatever lies in the site's topic of masks. */
        public static final long ALL_MASKS = -1;

        /** Of a site that says nothing of privacy. */
        public MemberChange(SiteId site, Status status, int images) {
            this(site, status, images, Optional.empty(), ALL_MASKS);
        }
    }

    /** Where a site stands. */
    public enum Status {
        /** Takes part from this record on. */
        JOINED,
        /** Has left: no batches, no share of the weights. */
        LEFT,
        /** Not heard of for too long: no batches until it is. */
        SILENT,
        /** Heard of again after a silence or a leave. */
        RETURNED,
        /** Sent too many faulty answers in a row: refused for the rest of the run. */
        SUSPENDED
    }
}
