package org.asyndgan.core.folding;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.SiteId;

/**
 * The sites that have taken part in a run and where each stands, a function of the journal alone.
 *
 * @param sites every site that has ever joined, in the order of names
 */
public record Membership(Map<SiteId, Member> sites) {

    /** Of a run that no site has joined. */
    public static final Membership EMPTY = new Membership(Map.of());

    public Membership {
        sites = Collections.unmodifiableMap(new TreeMap<>(sites));
    }

    /**
     * The membership after these changes.
     *
     * @param next the first step that the run comes to with them
     */
    public Membership changedBy(List<MemberChange> changes, long next) {
        TreeMap<SiteId, Member> after = new TreeMap<>(sites);
        for (MemberChange change : changes) {
            Member known = after.get(change.site());
            after.put(
                    change.site(),
                    new Member(
                            change.status(),
                            change.images(),
                            known == null ? 0 : known.nextSequence(),
                            known == null ? change.masksEnd() : known.masksEnd(),
                            known == null ? next : known.since()));
        }
        return new Membership(after);
    }

    /** The membership after these batches, each of which takes its site's next sequence. */
    public Membership given(List<BatchId> batches) {
        TreeMap<SiteId, Member> after = new TreeMap<>(sites);
        batches.forEach(batch -> after.computeIfPresent(
                batch.site(), (site, member) -> member.withNextSequence(member.nextSequence() + 1)));
        return new Membership(after);
    }

    /** The membership at the beginning of an incarnation, whose batches have numbers of their own. */
    public Membership inIncarnation(int incarnation) {
        TreeMap<SiteId, Member> after = new TreeMap<>(sites);
        after.replaceAll((site, member) -> member.withNextSequence(firstSequence(incarnation)));
        return new Membership(after);
    }

    static long firstSequence(int incarnation) {
        return (long) incarnation << Integer.SIZE;
    }

    /** Says whether nothing of a site is taken any more. */
    boolean isSuspended(SiteId site) {
        Member member = sites.get(site);
        return member != null && member.status() == Status.SUSPENDED;
    }

    /** π of every member that has a share in the objective. */
    public Map<SiteId, Double> weights(SiteWeighting weighting) {
        Map<SiteId, Integer> images = new TreeMap<>();
        sites.forEach((site, member) -> {
            if (member.hasWeight()) {
                images.put(site, member.images());
            }
        });
        return weighting.weigh(images);
    }
}
