package org.asyndgan.core.folding;

import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteGradient;

/**
 * One record of the journal with the gradients that it folds: all that moves the generator from one state to the next.
 *
 * @param gradients by batch; every one that the record folds, and no other
 */
public record FoldStep(FoldRecord record, Map<BatchId, SiteGradient> gradients) {

    public FoldStep {
        gradients = java.util.Collections.unmodifiableMap(new TreeMap<>(gradients));
        for (FoldRecord.Fold fold : record.folds()) {
            if (!gradients.containsKey(fold.batch())) {
                throw new IllegalArgumentException(
                        "The record of step " + record.made().step() + " folds the gradient of" + " batch "
                                + fold.batch() + ", which is not handed over with it");
            }
        }
    }

    /** A record that folds nothing. */
    public static FoldStep of(FoldRecord record) {
        return new FoldStep(record, Map.of());
    }
}
