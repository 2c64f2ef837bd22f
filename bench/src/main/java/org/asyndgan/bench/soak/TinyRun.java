package org.asyndgan.bench.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.PngFile;
import org.asyndgan.nn.loss.AdversarialLoss;

/**
 * A run so small that it is over in seconds: two sites with squares on noise, 32 x 32 pixels, and networks
 * that fit them.
 *
 * @param folder in which images and runs are kept
 * @param seed of all that the run draws
 */
record TinyRun(Path folder, long seed) {

    /** Enough for networks of this size. */
    static final List<String> JAVA = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    static final List<String> SITES = List.of("east", "west");

    private static final int SIZE = 32;
    private static final int BATCH = 2;
    private static final int SMALLEST_SITE = 10;
    private static final int NOISE = 40;

    /** Seconds enough for the trainer to be met at work. */
    private static final long SEGMENTATION_STEPS = 400;

    /**
     * Settings of one run.
     *
     * <p>In sync mode no site is ever given up: every step waits for all, however long one is away.
     *
     * @param properties of the workers by full name, over those made here
     */
    RunSettings settings(String name, FoldMode mode, long steps, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>();
        all.put("asyndgan.generator.quorum", mode == FoldMode.SYNC ? String.valueOf(SITES.size()) : "1");
        all.put("asyndgan.generator.silence", "10m");
        all.put("asyndgan.generator.snapshot-every", "20");
        all.put("asyndgan.site.snapshot-every", "15");
        all.putAll(properties);
        return new RunSettings(
                name,
                folder.resolve("runs"),
                images(),
                seed,
                new RunSettings.Images(SIZE, Fit.RESIZE, 0, 1, IntensityScaling.PERCENTILE, 1),
                new RunSettings.Training(
                        steps,
                        mode,
                        BATCH,
                        4,
                        1,
                        4,
                        2,
                        AdversarialLoss.LEAST_SQUARES,
                        0.0002,
                        0.99,
                        0,
                        PairChoice.OWN,
                        RunSettings.Networks.USUAL,
                        /* discriminatorLearningRate= */ 0,
                        Until.STEPS),
                new RunSettings.Segmentation(SEGMENTATION_STEPS, BATCH, 4, 2, 0.001, 0.5, 0.1),
                false,
                List.of(),
                true,
                all);
    }

    private Path images() {
        Path images = folder.resolve("images");
        if (!Files.exists(images)) {
            for (int i = 0; i < SITES.size(); i++) {
                write(images.resolve(SITES.get(i)), SMALLEST_SITE * (i + 1), new SplittableRandom(seed + i));
            }
        }
        return images;
    }

    private static void write(Path site, int pairs, SplittableRandom random) {
        for (int pair = 0; pair < pairs; pair++) {
            int[] image = new int[SIZE * SIZE];
            int[] label = new int[SIZE * SIZE];
            int left = random.nextInt(SIZE / 2);
            int top = random.nextInt(SIZE / 2);
            for (int at = 0; at < SIZE * SIZE; at++) {
                int x = at % SIZE;
                int y = at / SIZE;
                boolean inside = x >= left && x < left + SIZE / 2 && y >= top && y < top + SIZE / 2;
                image[at] = (inside ? 180 : 20) + random.nextInt(NOISE);
                label[at] = inside ? 255 : 0;
            }
            String name = String.format("%04d.png", pair);
            PngFile.write(site.resolve("images").resolve(name), image, 1, SIZE, SIZE);
            PngFile.write(site.resolve("labels").resolve(name), label, 1, SIZE, SIZE);
        }
    }
}
