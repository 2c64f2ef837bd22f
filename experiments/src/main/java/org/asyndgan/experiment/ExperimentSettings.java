package org.asyndgan.experiment;

import java.nio.file.Path;
import java.util.List;
import org.asyndgan.experiment.gan.GanSettings;
import org.asyndgan.experiment.gan.Lie;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.imaging.dataset.DatasetSettings;

/**
 * What an experiment is, apart from its arms and seeds, of which more may be asked for later.
 *
 * @param data folder with the sites' folders
 * @param sites that train; empty for all that have training pairs
 * @param images what is done to images
 * @param views windows used of every training image
 * @param target label values that count as foreground when scoring; empty for all but 0
 * @param leastObject pixels that an object must have to count in the object measures
 * @param gan how GANs are trained
 * @param learner how U-Nets are trained
 * @param liar what the last site by name answers instead of its gradient, in AsynDGAN's arms
 * @param siteCap of AsynDGAN's generator: times the median site's norm that a site's parameter gradient counts at most; 0
 *     for no cap
 * @param privacy of the sites in AsynDGAN's arms
 */
public record ExperimentSettings(
        Path data,
        List<String> sites,
        DatasetSettings images,
        int views,
        List<Integer> target,
        int leastObject,
        GanSettings gan,
        LearnerSettings learner,
        Lie liar,
        double siteCap,
        SitePrivacy privacy) {

    public ExperimentSettings {
        sites = List.copyOf(sites);
        target = List.copyOf(target);
        if (views < 1) {
            throw new IllegalArgumentException("views-per-pair " + views + " must be at least 1");
        }
    }
}
