package org.asyndgan.segmentation.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.asyndgan.core.segmentation.SegmentationSettings;
import org.asyndgan.core.segmentation.SegmentationTraining;
import org.asyndgan.core.segmentation.Validation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.PairMemory;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.loss.SegmentationLoss;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.worker.setting.RunDefaults;
import org.asyndgan.worker.state.EnoughMemory;

/**
 * Training on the real pairs of some sites, scored on the held-out pairs of all.
 *
 * <p>As the segmentation trainer learns from synthetic pairs: from the same weights, and what counts at the end are the weights that
 * did best on the validation pairs of all sites, where there are any.
 *
 * @param sites whose real images are pooled; of the others only test pairs are used
 * @param images what is done to images before the network sees them; without augmentation
 * @param views windows of every training pair, as many as a site shares masks of it
 */
public record RealArm(
        List<String> sites,
        ClassTable classes,
        DatasetSettings images,
        int views,
        SegmentationSettings settings,
        int width,
        int depth,
        Blocks blocks) {

    private static final long PROGRESS_EVERY = 20;

    /**
     * Trains and scores.
     *
     * @param data folder with all sites' folders
     * @param mapping of label values
     * @param progress told the steps taken, now and then
     */
    public ArmScore run(Path data, LabelMapping mapping, LongConsumer progress) {
        DatasetFolder sitesOfData = DatasetFolder.open(data).with(mapping);
        var network = new UNetSettings(images.channels(), classes.classes(), width, depth, blocks);
        EnoughMemory.require(UNet.memory(network, settings.batchSize(), images.imageSize(), images.imageSize())
                .plusImages(heapBytes(sitesOfData)));
        List<TrainingPair> train = new ArrayList<>();
        List<TrainingPair> test = new ArrayList<>();
        List<TrainingPair> validation = new ArrayList<>();
        for (SiteFolder folder : sitesOfData.sites()) {
            SiteDataset site = SiteDataset.load(folder, classes, images);
            test.addAll(site.testPairs());
            validation.addAll(site.validationPairs());
            if (sites.contains(folder.name())) {
                train.addAll(trainingPairs(site));
            }
        }
        try (UNet unet = new UNet(network, settings.initialWeights())) {
            var optimizer = new Adam(unet.parameters(), AdamSettings.SUPERVISED);
            var training = new SegmentationTraining(unet, optimizer, SegmentationLoss.BOTH, train, settings);
            training.finish(new Validation(validation, Long.parseLong(RunDefaults.VALIDATE_EVERY)), step -> {
                if (step % PROGRESS_EVERY == 0 || training.isFinished()) {
                    progress.accept(step);
                }
            });
            return new ArmScore(train.size(), training.score(test));
        }
    }

    /** All held-out pairs, the training pairs of the arm's sites, and the largest site while it is read. */
    private long heapBytes(DatasetFolder data) {
        long held = 0;
        long reading = 0;
        for (SiteFolder site : data.sites()) {
            PairMemory memory = PairMemory.of(site, images);
            held += memory.heldOut();
            reading = Math.max(reading, memory.loading());
            if (sites.contains(site.name())) {
                held += PairMemory.ofOnePair(images)
                        * views
                        * site.pairs(Split.TRAIN).size();
            }
        }
        return held + reading;
    }

    /** In 8 bits, as synthetic images are. */
    private List<TrainingPair> trainingPairs(SiteDataset site) {
        Seed windows = new Seed(settings.seed()).at("windows");
        List<TrainingPair> pairs = new ArrayList<>();
        for (int pair = 0; pair < site.trainSize(); pair++) {
            for (int view = 0; view < views; view++) {
                long seed = windows.at((long) pair * views + view).value();
                TrainingPair real = site.pair(pair, seed);
                pairs.add(new TrainingPair(EightBit.rounded(real.image()), real.labels()));
            }
        }
        return pairs;
    }

    /**
     * What came of it.
     *
     * @param pairs that were trained on
     */
    public record ArmScore(int pairs, SegmentationScore score) {}
}
