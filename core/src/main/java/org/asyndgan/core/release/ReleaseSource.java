package org.asyndgan.core.release;

import java.util.List;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/** A generator as releases and previews see it. */
public interface ReleaseSource {

    Membership membership();

    MaskLibrary masks();

    /** The version whose weights draw a release of this choice. */
    GeneratorVersion released(ReleaseChoice choice);

    /**
     * The images of masks under the released weights, in [-1, 1], [B, C, H, W].
     *
     * @param masks all of one shape
     * @param look the site whose images they are to look like, where the generator is told
     * @param noise seed of each image's dropout
     */
    FloatTensor release(List<LabelMap> masks, SiteId look, long[] noise, ReleaseChoice choice);
}
