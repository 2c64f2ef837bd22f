package org.asyndgan.core.generator;

import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.LogLostException;
import org.asyndgan.core.protocol.SiteGradient;

/** Takes a generator over records of the journal with the gradients that they name, as the run did. */
final class Repetition {

    private final CentralGenerator generator;
    private final RunLog log;
    private long repeated;

    Repetition(CentralGenerator generator, RunLog log) {
        this.generator = generator;
        this.log = log;
    }

    /** @throws LogLostException if the record is of another incarnation, or the log has forgotten one of its gradients */
    void repeat(FoldRecord record) {
        if (record.made().incarnation() != generator.version().incarnation()) {
            throw new LogLostException(
                    "ADG-124",
                    "At step " + record.made().step() + " the journal goes on with incarnation "
                            + record.made().incarnation() + ", but the state before it is of incarnation "
                            + generator.version().incarnation() + ".");
        }
        Map<BatchId, SiteGradient> gradients = new TreeMap<>();
        for (FoldRecord.Fold fold : record.folds()) {
            gradients.put(fold.batch(), log.read(fold.batch().site(), fold.offset()));
        }
        generator.apply(new FoldStep(record, gradients));
        repeated++;
    }

    /** Records repeated so far. */
    long repeated() {
        return repeated;
    }
}
