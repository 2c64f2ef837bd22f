package org.asyndgan.core.folding;

import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;

/**
 * How many steps a run takes in all, once it has been decided that it takes fewer than it was begun with.
 *
 * @param steps of the whole run; 0 before the decision
 * @param since step of the record that says so
 */
public record RunLength(long steps, long since) {

    /** Of a run whose length is the one that it was begun with. */
    public static final RunLength UNDECIDED = new RunLength(0, 0);

    RunLength after(FoldRecord record) {
        return steps > 0 || record.length() == 0
                ? this
                : new RunLength(record.length(), record.made().step());
    }

    /** What whoever was drawn something by these weights was told, the same if it is drawn again later. */
    public long knownTo(GeneratorVersion drawnBy) {
        return steps > 0 && drawnBy.step() >= since ? steps : 0;
    }
}
