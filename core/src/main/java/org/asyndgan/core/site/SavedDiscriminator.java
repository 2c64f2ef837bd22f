package org.asyndgan.core.site;

import java.io.DataInputStream;
import java.io.IOException;
import org.asyndgan.core.checkpoint.FloatsIo;

/**
 * The weights within a snapshot of a site.
 *
 * @param steps that the discriminator had taken
 * @param weights as they were trained
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
public record SavedDiscriminator(long steps, float[] weights) {

    /** Reads the content of a snapshot. */
    public static SavedDiscriminator read(DataInputStream in) throws IOException {
        in.readLong(); // position in the topic of synthetic batches
        return new SavedDiscriminator(in.readLong(), FloatsIo.read(in));
    }
}
