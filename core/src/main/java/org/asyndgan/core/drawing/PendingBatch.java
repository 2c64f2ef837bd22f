package org.asyndgan.core.drawing;

import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;

/**
 * A batch that its site has not answered yet: all that is needed to draw it again.
 *
 * @param drawnBy the weights it was drawn with
 */
public record PendingBatch(BatchId id, GeneratorVersion drawnBy, List<MaskUse> masks) {

    public PendingBatch {
        masks = List.copyOf(masks);
    }
}
