package org.asyndgan.experiment.gan;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;

/**
 * Sites that do not answer what they computed, and the cap on what a site adds to a step.
 *
 * @param mode of folding
 * @param siteCap of the generator; 0 for none
 * @param lies of the sites that do not tell the truth
 * @param contributed is told what each site added to a step; nothing where there is no cap
 */
public record Tampering(
        FoldMode mode, double siteCap, Map<SiteId, Lie> lies, Consumer<Map<SiteId, Contribution>> contributed) {

    /** Nobody lies, and there is no cap, in sync mode. */
    public static final Tampering NONE = new Tampering(FoldMode.SYNC, 0, Map.of(), added -> {});

    UnaryOperator<SiteGradient> of(SiteId site) {
        return lies.getOrDefault(site, Lie.NONE)::of;
    }

    GeneratorSettings capped(GeneratorSettings settings) {
        return new GeneratorSettings(
                settings.seed(),
                settings.schedule(),
                settings.averaging(),
                settings.maskAugmentation(),
                settings.rowsPerPass(),
                settings.release(),
                settings.snapshotEvery(),
                folding(settings.folding()),
                settings.previews());
    }

    /** In async mode one batch in flight, so that a step folds one site. */
    private FoldSettings folding(FoldSettings sync) {
        return mode == FoldMode.SYNC
                ? sync.withSiteCap(siteCap)
                : new FoldSettings(
                        FoldMode.ASYNC,
                        sync.weighting(),
                        FoldSettings.ASYNC.maxLag(),
                        FoldSettings.ASYNC.lagExponent(),
                        1,
                        1,
                        sync.deadline(),
                        sync.silence(),
                        sync.maxGradientNorm(),
                        sync.faultsUntilSuspended(),
                        siteCap);
    }
}
