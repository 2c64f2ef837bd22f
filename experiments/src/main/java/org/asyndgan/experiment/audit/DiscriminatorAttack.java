package org.asyndgan.experiment.audit;

import java.util.List;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.loss.DiscriminatorLoss;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The worst case: somebody has D itself, which never leaves a site, and asks how real it takes an image to be (LOGAN, Hayes
 * et al. 2019).
 */
final class DiscriminatorAttack {

    private DiscriminatorAttack() {}

    static Attack on(AuditedSite site) {
        DiscriminatorLoss loss =
                site.settings().kind().loss(site.settings().loss(), site.masks().pixels());
        return Attack.of("discriminator", scores(site, loss, site.members()), scores(site, loss, site.others()));
    }

    private static double[] scores(AuditedSite site, DiscriminatorLoss loss, List<TrainingPair> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> {
                    FloatTensor image = row(pair.image());
                    FloatTensor given = site.settings().kind().segments()
                            ? image
                            : FloatTensor.concatChannels(row(pair.labels().oneHot()), image);
                    return loss.realness(site.discriminator().forward(given));
                })
                .toArray();
    }

    private static FloatTensor row(FloatTensor one) {
        return one.reshape(1, one.dim(0), one.dim(1), one.dim(2));
    }
}
