package org.asyndgan.core.site;

import java.io.IOException;
import org.asyndgan.core.checkpoint.SnapshotInput;

/**
 * The weights within a snapshot of a site.
 *
 * @param steps that the discriminator had taken
 * @param weights as they were trained
 */
@SuppressWarnings("ArrayRecordComponent") // handed over whole, never compared
public record SavedDiscriminator(long steps, float[] weights) {

    /** Reads the content of a snapshot. */
    public static SavedDiscriminator read(SnapshotInput in) throws IOException {
        SiteSnapshot snapshot = SiteSnapshot.read(in);
        return new SavedDiscriminator(snapshot.steps(), snapshot.weights());
    }
}
