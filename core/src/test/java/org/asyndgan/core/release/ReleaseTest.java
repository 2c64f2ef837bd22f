package org.asyndgan.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class ReleaseTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId NORTH = new SiteId("north");
    private static final int BATCH = 2;

    private final Drawings drawings = new Drawings();

    @Test
    void drawsEveryMaskOnceInTheLookOfItsSite() {
        assertThat(release(0)).hasSize(4);

        assertThat(drawings.drawn).containsExactlyInAnyOrder("a as mercy", "b as mercy", "c as mercy", "d as north");
    }

    @Test
    void drawsEveryMaskInTheLooksOfTheOtherSitesBeforeItBeginsAgain() {
        List<SyntheticSample> samples = release(12);

        assertThat(samples).extracting(SyntheticSample::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(drawings.drawn.subList(0, 3)).containsExactlyInAnyOrder("a as mercy", "b as mercy", "c as mercy");
        assertThat(drawings.drawn.subList(3, 6)).containsExactlyInAnyOrder("a as north", "b as north", "c as north");
        assertThat(drawings.drawn.subList(6, 9)).containsExactlyInAnyOrder("a as mercy", "b as mercy", "c as mercy");
        assertThat(drawings.drawn.subList(9, 12)).containsExactly("d as north", "d as mercy", "d as north");
    }

    private List<SyntheticSample> release(int count) {
        List<SyntheticSample> samples = new ArrayList<>();
        new Release(
                        drawings,
                        ReleaseSettings.once(count, ReleaseChoice.LAST),
                        new Schedule(2, 10, BATCH, new LearningRate(1e-3, 0.5)),
                        1,
                        new Seed(1))
                .drawTo(samples::addAll);
        return samples;
    }

    /** Notes which mask was asked for in whose look. */
    private static final class Drawings implements ReleaseSource {

        final List<String> drawn = new ArrayList<>();
        private final MaskLibrary masks = new MaskLibrary(new Seed(1), Augmentation.NONE);
        private final Membership membership = Membership.EMPTY.changedBy(
                List.of(new MemberChange(MERCY, Status.JOINED, 3), new MemberChange(NORTH, Status.JOINED, 1)));

        Drawings() {
            for (String id : List.of("a", "b", "c")) {
                masks.add(new SharedMask(MERCY, id, LabelMap.of(2, 2, 2, new byte[4])));
            }
            masks.add(new SharedMask(NORTH, "d", LabelMap.of(2, 2, 2, new byte[4])));
        }

        @Override
        public Membership membership() {
            return membership;
        }

        @Override
        public MaskLibrary masks() {
            return masks;
        }

        @Override
        public GeneratorVersion released(ReleaseChoice choice) {
            return GeneratorVersion.INITIAL;
        }

        @Override
        public FloatTensor release(SiteId site, List<MaskUse> uses, SiteId look, long[] noise, ReleaseChoice choice) {
            uses.forEach(use -> drawn.add(use.mask() + " as " + look.slug()));
            return FloatTensor.of(new float[uses.size() * 4], uses.size(), 1, 2, 2);
        }
    }
}
