package org.asyndgan.experiment.gan;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;

/**
 * Sites that do not answer what they computed, and the cap on what a site adds to a step.
 *
 * @param siteCap of the generator; 0 for none
 * @param lies what becomes of the answers of each site that lies
 * @param contributed is told what each site added to a step; nothing where there is no cap
 */
public record Tampering(
        double siteCap,
        Map<SiteId, UnaryOperator<SiteGradient>> lies,
        Consumer<Map<SiteId, Contribution>> contributed) {

    /** Nobody lies, and there is no cap. */
    public static final Tampering NONE = new Tampering(0, Map.of(), added -> {});

    UnaryOperator<SiteGradient> of(SiteId site) {
        return lies.getOrDefault(site, UnaryOperator.identity());
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
                settings.folding().withSiteCap(siteCap));
    }
}
