package org.asyndgan.discriminator.page;

import java.time.Instant;
import org.asyndgan.core.protocol.SyntheticBatch;

/**
 * A synthetic batch that the discriminator has judged.
 *
 * @param number the discriminator's steps after it
 * @param at when
 */
record JudgedBatch(long number, Instant at, SyntheticBatch batch) {

    /** Of the generator that drew it. */
    long step() {
        return batch.drawnBy().step();
    }

    int size() {
        return batch.size();
    }

    JudgedImage image(int row) {
        var image = batch.images().rows(row, row + 1);
        return new JudgedImage(batch.masks().get(row), image.reshape(image.dim(1), image.dim(2), image.dim(3)));
    }

    /** Two are the same if they are the same object: pixels are not compared. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
