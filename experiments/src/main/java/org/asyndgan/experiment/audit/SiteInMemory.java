package org.asyndgan.experiment.audit;

import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/** A site's discriminator in this process: it answers what the site would send, before it is rounded for the wire. */
final class SiteInMemory implements QuestionedSite {

    private final AuditedSite site;
    private final SiteDiscriminator discriminator;
    private long questions;

    SiteInMemory(AuditedSite site) {
        this.site = site;
        this.discriminator = new SiteDiscriminator(
                site.discriminator(),
                new Adam(site.discriminator().parameters(), AdamSettings.GAN),
                site.masks(),
                RealPairs.own(
                        site.masks(), step -> new Seed(step).at("real pairs").random()),
                site.settings(),
                site.dataset().pair(0, 0).image().shape());
    }

    @Override
    public SiteGradient answer(String mask, FloatTensor image) {
        SyntheticBatch batch = Question.of(new BatchId(site.name(), questions++), mask, image);
        return discriminator.answer(batch, () -> 0).withoutRealImages();
    }
}
