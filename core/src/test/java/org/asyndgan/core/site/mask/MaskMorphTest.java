package org.asyndgan.core.site.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class MaskMorphTest {

    private static final int SIDE = 32;
    private static final byte[] SECRET = "a secret of sixteen".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_SECRET = "another of sixteen".getBytes(StandardCharsets.UTF_8);

    @Test
    void followsFromTheSecretAlone() {
        SiteDataset dataset = dataset(3);

        assertThat(labels(morphed(dataset, SECRET))).isEqualTo(labels(morphed(dataset, SECRET)));
        assertThat(labels(morphed(dataset, SECRET))).isNotEqualTo(labels(morphed(dataset, OTHER_SECRET)));
    }

    @Test
    void noneOfTheMasksIsOneOfTheSitesOwnAndNoIdIsReused() {
        for (int classes : new int[] {2, 3}) {
            SiteDataset dataset = dataset(classes);
            SharedMasks own = new SharedMasks(new SiteId("mercy"), dataset, SECRET, 1, new Seed(1));
            SharedMasks morphed = morphed(dataset, SECRET);
            Set<LabelMap> drawn = new HashSet<>(labels(own));

            assertThat(labels(morphed)).hasSize(dataset.trainSize()).noneMatch(drawn::contains);
            assertThat(morphed.ids()).doesNotContainAnyElementsOf(own.ids());
        }
    }

    /** A batch is judged under the very mask that was shared, however often it is asked for. */
    @Test
    void usesAMaskAsItWasShared() {
        SharedMasks morphed = morphed(dataset(3), SECRET);

        for (SharedMask shared : morphed.all()) {
            assertThat(morphed.labels(new MaskUse(shared.id(), 0))).isEqualTo(shared.labels());
        }
    }

    /** Images show their labels: 1 in the outline, 0.5 in the lesion, -1 beside. So they do when both are warped. */
    @Test
    void warpsImageAndLabelsOfARealPairTogether() {
        SiteDataset dataset = dataset(3);
        SharedMasks morphed = morphed(dataset, SECRET);
        for (String id : morphed.ids()) {
            TrainingPair pair = morphed.pair(new MaskUse(id, 0));
            int agreeing = 0;
            for (int p = 0; p < SIDE * SIDE; p++) {
                agreeing +=
                        Math.abs(pair.image().at(p) - intensity(pair.labels().at(p))) < 0.3 ? 1 : 0;
            }
            // All but those at an edge, which lie between two intensities.
            assertThat((double) agreeing / (SIDE * SIDE)).isCloseTo(1, within(0.12));
        }
    }

    private static float intensity(int label) {
        return label == 0 ? -1 : label == 1 ? 1 : 0.5f;
    }

    private static List<LabelMap> labels(SharedMasks masks) {
        return masks.all().stream().map(SharedMask::labels).toList();
    }

    private static SharedMasks morphed(SiteDataset dataset, byte... secret) {
        return new SharedMasks(new SiteId("mercy"), dataset, MaskSource.MORPHED, secret, 1, new Seed(1));
    }

    /** Five ellipses, with a square in each where there are three classes. */
    private static SiteDataset dataset(int classes) {
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] labels = new byte[SIDE * SIDE];
            float[] image = new float[labels.length];
            for (int p = 0; p < labels.length; p++) {
                int row = p / SIDE;
                int column = p % SIDE;
                double y = (row - 15.5) / (8 + i);
                double x = (column - 15.5) / (12 - i);
                boolean isSquare = Math.abs(row - 12 - i) < 3 && Math.abs(column - 18 + i) < 3;
                labels[p] = (byte) (x * x + y * y > 1 ? 0 : classes > 2 && isSquare ? 2 : 1);
                image[p] = intensity(labels[p]);
            }
            pairs.add(new TrainingPair(
                    FloatTensor.adopt(image, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, classes, labels)));
        }
        return SiteDataset.of(
                "mercy",
                new ClassTable(classes > 2 ? List.of(0, 1, 2) : List.of(0, 1)),
                DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE),
                pairs);
    }
}
