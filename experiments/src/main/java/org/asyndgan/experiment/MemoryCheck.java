package org.asyndgan.experiment;

import org.asyndgan.experiment.Arm.Source;
import org.asyndgan.imaging.dataset.PairMemory;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.network.MemoryNeed;

/** Looks, before anything is trained, whether what an arm needs of memory can be met at all. */
final class MemoryCheck {

    private final ExperimentSettings settings;
    private final Cohort cohort;

    MemoryCheck(ExperimentSettings settings, Cohort cohort) {
        this.settings = settings;
        this.cohort = cohort;
    }

    /** @throws ExperimentException ADG-610 with one sentence if it is not enough */
    static void require(MemoryNeed need) {
        need.shortage().ifPresent(sentence -> {
            throw new ExperimentException("ADG-610", sentence + ".");
        });
    }

    /** Its GAN, if it has one, and its U-Net one after the other, beside the images of all. */
    void require(Arm arm) {
        int channels = cohort.images().channels();
        int classes = cohort.classes().classes();
        int side = cohort.images().imageSize();
        arm.synthetic()
                .ifPresent(source -> require(
                        gan(source, classes, channels, side).plusImages(cohort.heapBytes() + bytes(syntheticPairs()))));
        require(UNet.memory(
                        settings.learner().network(channels, classes),
                        settings.learner().batchSize(),
                        side,
                        side)
                .plusImages(cohort.heapBytes() + bytes(trainingPairs(arm))));
    }

    private MemoryNeed gan(Source source, int classes, int channels, int side) {
        int sites = cohort.sites().size();
        int images = settings.gan().batchSize();
        return switch (source) {
            case ASYNDGAN, ASYNDGAN_BEST ->
                settings.gan().memory(classes, channels, side, sites * images, sites, images);
            case SYN_ALL -> settings.gan().memory(classes, channels, side, sites * images, 1, sites * images);
            case FEDAVG_GAN -> settings.gan().memory(classes, channels, side, images, sites, images);
        };
    }

    private long trainingPairs(Arm arm) {
        long synthetic = arm.synthetic().isPresent() ? syntheticPairs() : 0;
        boolean isSyntheticAlone = arm.synthetic().isPresent() && arm.site().isEmpty();
        return synthetic
                + (isSyntheticAlone ? 0 : arm.site().map(cohort::realPairs).orElseGet(cohort::realPairs));
    }

    private long syntheticPairs() {
        int samples = settings.gan().samples();
        return samples == 0 ? cohort.realPairs() : samples;
    }

    private long bytes(long pairs) {
        return pairs * PairMemory.ofOnePair(cohort.images());
    }
}
