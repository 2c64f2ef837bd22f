package org.asyndgan.core.folding;

import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;

/**
 * A site as the run knows it.
 *
 * @param images n_j, real images at the site
 * @param nextSequence of its next batch
 * @param masksEnd offset after the last of its masks that count; {@link MemberChange#ALL_MASKS} where that was not recorded
 * @param since first step that the run came to with the site in it; 0 where that was not recorded
 */
public record Member(Status status, int images, long nextSequence, long masksEnd, long since) {

    Member withNextSequence(long next) {
        return new Member(status, images, next, masksEnd, since);
    }

    /** The same with another end of its masks. */
    public Member withMasksEnd(long end) {
        return new Member(status, images, nextSequence, end, since);
    }

    /** The same with another first step. */
    public Member withSince(long first) {
        return new Member(status, images, nextSequence, masksEnd, first);
    }

    /** Says whether the site gets batches. */
    public boolean isActive() {
        return status == Status.JOINED || status == Status.RETURNED;
    }

    /** Says whether the site has a share in the objective; a silent one keeps it. */
    boolean hasWeight() {
        return isActive() || status == Status.SILENT;
    }
}
