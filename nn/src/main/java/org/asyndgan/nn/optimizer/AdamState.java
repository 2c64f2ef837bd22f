package org.asyndgan.nn.optimizer;

/**
 * What Adam remembers between two steps.
 *
 * @param steps taken so far, t
 * @param firstMoment m, one element a parameter
 * @param secondMoment v, one element a parameter
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole between optimiser and snapshot, never compared
public record AdamState(long steps, float[] firstMoment, float[] secondMoment) {

    @Override
    public String toString() {
        return "AdamState[steps=" + steps + ", parameters=" + firstMoment.length + "]";
    }
}
