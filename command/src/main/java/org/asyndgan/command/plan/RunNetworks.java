package org.asyndgan.command.plan;

import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.nn.architecture.DiscriminatorNetwork;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.architecture.UNetSettings;

/** The networks that the workers of a run will open, for whoever looks ahead: at their memory, at their time. */
record RunNetworks(ResnetSettings generator, DiscriminatorNetwork discriminator, UNetSettings uNet) {

    /** @param channels of the images */
    static RunNetworks of(RunSettings settings, int channels, int classes) {
        RunSettings.Training training = settings.training();
        RunSettings.Networks networks = training.networks();
        RunSettings.Segmentation segmentation = settings.segmentation();
        return new RunNetworks(
                new ResnetSettings(
                        SiteCode.inputs(classes, networks.siteCode()),
                        channels,
                        training.generatorWidth(),
                        training.blocks(),
                        NormLayer.INSTANCE,
                        networks.dropout(),
                        networks.decoder(),
                        networks.noise()),
                networks.discriminator()
                        .network(
                                classes,
                                channels,
                                training.discriminatorWidth(),
                                training.layers(),
                                networks.discriminatorNormLayer()),
                new UNetSettings(channels, classes, segmentation.width(), segmentation.depth(), segmentation.blocks()));
    }
}
