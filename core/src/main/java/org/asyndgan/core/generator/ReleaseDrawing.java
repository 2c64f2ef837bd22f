package org.asyndgan.core.generator;

import java.util.List;
import java.util.function.Supplier;
import org.asyndgan.core.drawing.GeneratorNetwork;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.folding.RunProgress;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseSource;
import org.asyndgan.core.release.ReleaseWeights;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/** Draws releases and previews with the generator's released weights, as they are when it is asked. */
final class ReleaseDrawing implements ReleaseSource {

    private final GeneratorNetwork network;
    private final ReleaseWeights released;
    private final MaskLibrary masks;
    private final Supplier<RunProgress> progress;

    ReleaseDrawing(
            GeneratorNetwork network, ReleaseWeights released, MaskLibrary masks, Supplier<RunProgress> progress) {
        this.network = network;
        this.released = released;
        this.masks = masks;
        this.progress = progress;
    }

    @Override
    public FloatTensor release(List<LabelMap> shown, SiteId look, long[] noise, ReleaseChoice choice) {
        return network.draw(released.of(choice), shown, look, noise);
    }

    @Override
    public GeneratorVersion released(ReleaseChoice choice) {
        return released.version(choice, progress.get().version());
    }

    @Override
    public Membership membership() {
        return progress.get().membership();
    }

    @Override
    public MaskLibrary masks() {
        return masks;
    }

    /** The same with other weights than the generator's, such as those of a snapshot, whatever the choice. */
    ReleaseSource with(float[] weights) {
        return new ReleaseDrawing(network, new ReleaseWeights(weights, 0, SiteWeighting.EQUAL), masks, progress);
    }
}
