package org.asyndgan.bench.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.PngFile;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.schemas.Dtype;

/**
 * The training that is measured: 64 x 64 grey images of blobs, sync mode.
 *
 * @param folder for the images
 * @param size of networks and batches
 * @param sites that train
 * @param steps of the generator
 * @param gradients how they travel
 */
record Workload(Path folder, Size size, int sites, long steps, Dtype gradients) {

    static final int SIDE = 64;
    static final int CLASSES = 2;
    static final RunShape SHAPE = new RunShape(1, SIDE, SIDE, CLASSES);
    static final double LEARNING_RATE = 0.0002;
    static final long SEED = 1;

    private static final int PAIRS = 20;
    private static final int SNAPSHOT_EVERY = 100;

    /** Of networks and batches. */
    enum Size {
        /** Those of {@code asyndgan demo}. */
        DEMO(4, 16, 4, 2),

        /** Setting a of {@code asyndgan bench compute}. */
        A(8, 32, 6, 3);

        private final int batch;
        private final int width;
        private final int blocks;
        private final int layers;

        Size(int batch, int width, int blocks, int layers) {
            this.batch = batch;
            this.width = width;
            this.blocks = blocks;
            this.layers = layers;
        }

        int batch() {
            return batch;
        }

        ResnetSettings generator() {
            return new ResnetSettings(CLASSES, 1, width, blocks, NormLayer.INSTANCE, 0.5);
        }

        PatchSettings discriminator() {
            return new PatchSettings(CLASSES + 1, 32, layers, NormLayer.INSTANCE);
        }
    }

    /** Steps that are not counted: every process compiles its inner loops during them. */
    long warmUp() {
        return Math.max(3, steps / 3);
    }

    String name() {
        return size.name().toLowerCase(Locale.ROOT) + "-" + sites;
    }

    List<SiteId> siteIds() {
        return IntStream.range(0, sites)
                .mapToObj(i -> new SiteId(String.format("s%03d", i)))
                .toList();
    }

    FoldSettings folding() {
        return FoldSettings.ASYNC.sync(sites);
    }

    GeneratorSettings generator() {
        return new GeneratorSettings(
                SEED,
                new Schedule(sites, steps, size.batch(), new LearningRate(LEARNING_RATE, 0.5)),
                0.99,
                Augmentation.DIHEDRAL,
                32,
                ReleaseSettings.once(0, ReleaseMasks.SHARED, ReleaseChoice.LAST),
                SNAPSHOT_EVERY,
                patient(folding()),
                PreviewSettings.NONE);
    }

    /** Nobody is given up: a machine that is slow to start eight processes is not measured by that. */
    private static FoldSettings patient(FoldSettings settings) {
        return new FoldSettings(
                settings.mode(),
                settings.weighting(),
                settings.maxLag(),
                settings.lagExponent(),
                settings.inFlight(),
                settings.quorum(),
                settings.deadline(),
                Duration.ofMinutes(10),
                settings.maxGradientNorm(),
                settings.faultsUntilSuspended(),
                0);
    }

    RunSettings settings(String name) {
        return new RunSettings(
                name,
                folder.resolve("runs"),
                images(),
                SEED,
                new RunSettings.Images(SIDE, Fit.RESIZE, 0, 1, IntensityScaling.PERCENTILE, 1),
                new RunSettings.Training(
                        steps,
                        FoldMode.SYNC,
                        size.batch(),
                        size.generator().width(),
                        size.generator().blocks(),
                        size.discriminator().width(),
                        size.discriminator().layers(),
                        AdversarialLoss.LEAST_SQUARES,
                        LEARNING_RATE,
                        0.99,
                        size.batch(),
                        PairChoice.NAMED_BY_GENERATOR,
                        RunSettings.Networks.USUAL,
                        /* discriminatorLearningRate= */ 0,
                        Until.STEPS),
                new RunSettings.Segmentation(1, size.batch(), 4, 2, 0.001, 0.5, 0),
                false,
                List.of(),
                true,
                Map.of(
                        "asyndgan.generator.silence",
                        "10m",
                        "asyndgan.generator.quorum",
                        String.valueOf(sites),
                        "asyndgan.link.gradient-dtype",
                        gradients.name()));
    }

    /** The sites' folders, one beside the other. */
    Path images() {
        Path images = folder.resolve("images-" + sites);
        if (!Files.exists(images)) {
            for (SiteId site : siteIds()) {
                SplittableRandom random = new SplittableRandom(site.slug().hashCode());
                for (int pair = 0; pair < PAIRS; pair++) {
                    write(images.resolve(site.slug()), pair, random);
                }
            }
        }
        return images;
    }

    private static void write(Path site, int pair, SplittableRandom random) {
        int[] image = new int[SIDE * SIDE];
        int[] label = new int[SIDE * SIDE];
        int x0 = SIDE / 4 + random.nextInt(SIDE / 2);
        int y0 = SIDE / 4 + random.nextInt(SIDE / 2);
        int radius = SIDE / 8 + random.nextInt(SIDE / 8);
        for (int at = 0; at < SIDE * SIDE; at++) {
            int x = at % SIDE;
            int y = at / SIDE;
            boolean inside = (x - x0) * (x - x0) + (y - y0) * (y - y0) < radius * radius;
            image[at] = (inside ? 170 : 30) + random.nextInt(50);
            label[at] = inside ? 255 : 0;
        }
        String name = String.format("%04d.png", pair);
        PngFile.write(site.resolve("images").resolve(name), image, 1, SIDE, SIDE);
        PngFile.write(site.resolve("labels").resolve(name), label, 1, SIDE, SIDE);
    }
}
