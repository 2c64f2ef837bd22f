package org.asyndgan.experiment.audit;

import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * A batch that asks a site about one image.
 *
 * <p>It claims to be the last step of a run so long that D's learning rate has fallen to nothing. The generator says how long a run
 * is, so a curious one keeps D as it was trained, however much it asks; unless the site's rate never falls ({@code decay-from}
 * 1).
 */
public final class Question {

    private static final long STEPS = 1L << 40;
    private static final GeneratorVersion LAST = new GeneratorVersion(1, STEPS - 1);

    private Question() {}

    /** @param image in the place of the synthetic image, [C, H, W] */
    public static SyntheticBatch of(BatchId id, String mask, FloatTensor image) {
        return new SyntheticBatch(
                id,
                LAST,
                List.of(new MaskUse(mask, 0)),
                image.reshape(1, image.dim(0), image.dim(1), image.dim(2)),
                STEPS);
    }
}
