package org.asyndgan.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.metric.RandomFeatures;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class ImageDistanceTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final int SIDE = 16;
    private static final int PAIRS = 20;

    private final SharedMasks masks = masks();

    @Test
    void findsImagesLikeItsOwnNearAndOthersFar() {
        double near = last(distance(20), use -> masks.pair(use).image());
        double far = last(distance(20), use -> masks.pair(use).image().times(-1));

        // The very images of the site are nearer than any others of their kind could be: below 0.
        assertThat(near).isNegative();
        assertThat(far).isGreaterThan(10);
    }

    @Test
    void turnsImagesBackToTheOrientationOfItsFiles() {
        // The images have a slope from left to right, which a distance of images that are not turned back would miss.
        double turned = last(distance(20), 5, use -> masks.pair(use).image());

        assertThat(turned)
                .isEqualTo(last(distance(20), 0, use -> masks.pair(use).image()));
    }

    @Test
    void looksAtAnImageWithTheMaskThatItWasDrawnFrom() {
        SharedMasks morphed = masks(MaskSource.MORPHED);
        List<String> ids = morphed.ids();
        ImageDistance distance = new ImageDistance(morphed, new ImageDistanceSettings(1, 2));
        MaskUse use = new MaskUse(ids.get(0), 0);
        FloatTensor image = morphed.pair(use).image().reshape(1, 1, SIDE, SIDE);

        distance.measure(new SyntheticBatch(new BatchId(MERCY, 1), GeneratorVersion.INITIAL, List.of(use), image), 1);

        // The real pair behind a morphed mask has other labels than the mask.
        assertThat(morphed.labels(use)).isNotEqualTo(morphed.pair(use).labels());
        assertThat(distance.newest())
                .containsExactly(new RandomFeatures(1, 2).of(image.reshape(1, SIDE, SIDE), morphed.labels(use)));
    }

    @Test
    void tellsNowAndThenOnceItHasSeenEnough() {
        List<Long> told = new ArrayList<>();
        ImageDistance distance = new ImageDistance(masks, new ImageDistanceSettings(5, 12));
        for (long answer = 1; answer <= 30; answer++) {
            if (distance.measure(batch(answer, 0, use -> masks.pair(use).image()), answer)
                    .isPresent()) {
                told.add(answer);
            }
        }

        // Every fifth, but not before 12 images have been looked at.
        assertThat(told).containsExactly(15L, 20L, 25L, 30L);
    }

    @Test
    void tellsNothingWhereTheSiteDoesNotWantIt() {
        ImageDistance distance = new ImageDistance(masks, ImageDistanceSettings.NEVER);

        for (long answer = 1; answer <= 30; answer++) {
            assertThat(distance.measure(batch(answer, 0, use -> masks.pair(use).image()), answer))
                    .isEmpty();
        }
    }

    @Test
    void goesOnFromASnapshotAsIfNothingHadBeen() {
        ImageDistance distance = distance(20);
        ImageDistance restored = distance(20);
        for (long answer = 1; answer < 15; answer++) {
            distance.measure(batch(answer, 0, use -> masks.pair(use).image()), answer);
        }
        restored.restore(distance.newest());

        OptionalDouble undisturbed = OptionalDouble.empty();
        OptionalDouble afterwards = OptionalDouble.empty();
        for (long answer = 15; answer <= 20; answer++) {
            SyntheticBatch batch = batch(answer, 0, use -> masks.pair(use).image());
            undisturbed = distance.measure(batch, answer);
            afterwards = restored.measure(batch, answer);
        }
        assertThat(afterwards).isPresent().isEqualTo(undisturbed);
    }

    private ImageDistance distance(long every) {
        return new ImageDistance(masks, new ImageDistanceSettings(every, PAIRS));
    }

    private double last(ImageDistance distance, Function<MaskUse, FloatTensor> drawn) {
        return last(distance, 0, drawn);
    }

    private double last(ImageDistance distance, int symmetry, Function<MaskUse, FloatTensor> drawn) {
        OptionalDouble told = OptionalDouble.empty();
        for (long answer = 1; answer <= PAIRS; answer++) {
            told = distance.measure(batch(answer, symmetry, drawn), answer);
        }
        return told.orElseThrow();
    }

    private SyntheticBatch batch(long answer, int symmetry, Function<MaskUse, FloatTensor> drawn) {
        List<SharedMask> all = masks.all();
        MaskUse use = new MaskUse(all.get((int) (answer % all.size())).id(), symmetry);
        FloatTensor image = drawn.apply(use);
        return new SyntheticBatch(
                new BatchId(MERCY, answer), GeneratorVersion.INITIAL, List.of(use), image.reshape(1, 1, SIDE, SIDE));
    }

    private static SharedMasks masks() {
        return masks(MaskSource.OWN);
    }

    private static SharedMasks masks(MaskSource source) {
        SplittableRandom random = new SplittableRandom(4);
        List<TrainingPair> pairs = new ArrayList<>();
        for (int n = 0; n < PAIRS; n++) {
            float[] image = new float[SIDE * SIDE];
            byte[] labels = new byte[SIDE * SIDE];
            int left = random.nextInt(SIDE / 2);
            for (int p = 0; p < image.length; p++) {
                boolean isInside = p % SIDE >= left && p % SIDE < left + SIDE / 2;
                labels[p] = (byte) (isInside ? 1 : 0);
                image[p] = (float) (p % SIDE / 40.0 + (isInside ? 0.3 : -0.3) + random.nextDouble(0.1));
            }
            pairs.add(new TrainingPair(FloatTensor.of(image, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, labels)));
        }
        SiteDataset dataset = SiteDataset.of(
                "mercy",
                new ClassTable(List.of(0, 1)),
                DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE),
                pairs);
        return new SharedMasks(MERCY, dataset, source, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(1));
    }
}
