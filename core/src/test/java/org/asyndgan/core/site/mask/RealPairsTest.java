package org.asyndgan.core.site.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.simulation.TinySites;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPairsTest {

    @TempDir
    Path root;

    private SharedMasks masks;
    private RealPairs own;

    @BeforeEach
    void openSite() {
        SiteDataset dataset = TinySites.read(TinySites.in(root, "mercy").get(0), 8);
        masks = new SharedMasks(
                new SiteId("mercy"), dataset, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
        own = RealPairs.own(masks, step -> new Seed(5).at(step).random());
    }

    @Test
    void ownOnesDoNotDependOnTheMasksThatABatchNames() {
        List<MaskUse> onePatient = Collections.nCopies(3, use(0));

        for (long step = 0; step < 20; step++) {
            assertThat(images(own.of(onePatient, step)))
                    .isEqualTo(images(own.of(List.of(use(0), use(1), use(2)), step)));
        }
    }

    @Test
    void ownOnesAreTheSameWhenAStepIsRepeated() {
        assertThat(images(own.of(List.of(use(0), use(1)), 4))).isEqualTo(images(own.of(List.of(use(0), use(1)), 4)));
    }

    @Test
    void noneIsTwiceInAStepThatIsNotLargerThanTheSite() {
        List<MaskUse> uses = Stream.generate(() -> use(0)).limit(masks.count()).toList();

        assertThat(images(own.of(uses, 0))).doesNotHaveDuplicates();
        assertThat(own.of(Collections.nCopies(masks.count() + 2, use(0)), 0)).hasSize(masks.count() + 2);
    }

    /** n masks, 2 a step, 1000 steps: each 2000 / n times but for five standard deviations. */
    @Test
    void eachIsAsLikelyAsAnother() {
        Map<FloatTensor, Integer> counts = new HashMap<>();
        for (long step = 0; step < 1000; step++) {
            images(own.of(List.of(use(0), use(0)), step)).forEach(image -> counts.merge(image, 1, Integer::sum));
        }

        assertThat(counts).hasSize(masks.count());
        double expected = 2000.0 / masks.count();
        counts.values()
                .forEach(count -> assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected))));
    }

    @Test
    void ownOnesTakeTheOrientationFromTheBatch() {
        List<TrainingPair> upright = own.of(List.of(use(0)), 1);
        List<TrainingPair> turned = own.of(List.of(new MaskUse(masks.ids().get(0), 5)), 1);

        assertThat(turned.get(0).image())
                .isEqualTo(new org.asyndgan.imaging.image.Dihedral(5)
                        .of(upright.get(0).image()));
    }

    @Test
    void namedOnesAreThoseOfTheMasks() {
        assertThat(images(RealPairs.namedByGenerator(masks).of(List.of(use(1), use(1), use(0)), 9)))
                .isEqualTo(images(List.of(masks.pair(use(1)), masks.pair(use(1)), masks.pair(use(0)))));
    }

    private MaskUse use(int mask) {
        return new MaskUse(masks.ids().get(mask), 0);
    }

    private static List<FloatTensor> images(List<TrainingPair> pairs) {
        return pairs.stream().map(TrainingPair::image).toList();
    }
}
