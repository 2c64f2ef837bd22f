package org.asyndgan.core.folding;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SiteId;

/**
 * Where a run stands beside its weights: what the records of its journal add up to, and what its previews have shown.
 *
 * @param version of the weights
 * @param isFinished whether the run has taken all its steps
 * @param membership of all sites that have ever joined
 * @param positions next offset to read in each site's gradient topic
 * @param length of the run, as far as it has been decided
 * @param looks what the previews have shown so far, the oldest first
 */
public record RunProgress(
        GeneratorVersion version,
        boolean isFinished,
        Membership membership,
        Map<SiteId, Long> positions,
        RunLength length,
        List<Look> looks) {

    /** Of a run that has not begun. */
    public static final RunProgress BEGINNING = new RunProgress(
            GeneratorVersion.INITIAL, false, Membership.EMPTY, Map.of(), RunLength.UNDECIDED, List.of());

    public RunProgress {
        positions = Collections.unmodifiableMap(new TreeMap<>(positions));
    }

    /** After a record of the journal. */
    public RunProgress after(FoldRecord record) {
        long step = record.made().step();
        Membership changed =
                membership.changedBy(record.members(), record.folds().isEmpty() ? step + 1 : step);
        if (record.made().incarnation() != version.incarnation()) {
            changed = changed.inIncarnation(record.made().incarnation());
        }
        Map<SiteId, Long> read = new TreeMap<>(positions);
        read.putAll(record.positions());
        return new RunProgress(
                record.made(), record.finished(), changed.given(record.batches()), read, length.after(record), looks);
    }

    /** After a look at the previews of its weights. */
    public RunProgress afterLook(List<Preview> previews) {
        Look look = Look.of(version.step(), previews);
        return new RunProgress(version, isFinished, membership, positions, length, Look.appended(looks, look));
    }

    /** The sites that take part. */
    public Set<SiteId> active() {
        return membership.sites().entrySet().stream()
                .filter(member -> member.getValue().isActive())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
