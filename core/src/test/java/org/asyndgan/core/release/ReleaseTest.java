package org.asyndgan.core.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.Membership;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class ReleaseTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId NORTH = new SiteId("north");
    private static final int BATCH = 2;
    private static final int SIDE = 16;

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

    /** Beyond one a mask every mask is new, drawn in its own site's look, and of what that site has shared. */
    @Test
    void drawsMasksOfASitesOwnPutTogetherAnew() {
        List<SyntheticSample> samples = release(12, ReleaseMasks.RECOMBINED);

        assertThat(drawings.looks.subList(0, 9)).containsOnly("mercy");
        assertThat(drawings.looks.subList(9, 12)).containsOnly("north");
        List<LabelMap> masks = samples.stream().map(SyntheticSample::labels).toList();
        assertThat(masks.subList(0, 3)).allMatch(drawings::isShared);
        assertThat(masks.subList(3, 9)).noneMatch(drawings::isShared).doesNotHaveDuplicates();
        assertThat(release(12, ReleaseMasks.RECOMBINED)).isEqualTo(samples);
    }

    @Test
    void refusesToPutTogetherWhatIsNotReleased() {
        assertThatThrownBy(() -> ReleaseSettings.once(0, ReleaseMasks.RECOMBINED, ReleaseChoice.LAST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("release-samples 0");
    }

    private List<SyntheticSample> release(int count) {
        return release(count, ReleaseMasks.SHARED);
    }

    private List<SyntheticSample> release(int count, ReleaseMasks masks) {
        List<SyntheticSample> samples = new ArrayList<>();
        new Release(drawings, ReleaseSettings.once(count, masks, ReleaseChoice.LAST), BATCH, 1, 1, new Seed(1))
                .drawTo(samples::addAll);
        return samples;
    }

    /** Notes which mask was asked for in whose look. */
    private static final class Drawings implements ReleaseSource {

        final List<String> drawn = new ArrayList<>();
        final List<String> looks = new ArrayList<>();
        private final Map<LabelMap, String> ids = new HashMap<>();
        private final MaskLibrary masks = new MaskLibrary(new Seed(1), Augmentation.NONE);
        private final Membership membership = Membership.EMPTY.changedBy(
                List.of(new MemberChange(MERCY, Status.JOINED, 3), new MemberChange(NORTH, Status.JOINED, 1)), 1);

        Drawings() {
            for (String id : List.of("a", "b", "c")) {
                add(MERCY, id);
            }
            add(NORTH, "d");
        }

        /** A square whose place and size tell its id. */
        private void add(SiteId site, String id) {
            int number = ids.size();
            byte[] labels = new byte[SIDE * SIDE];
            for (int row = 4; row < 8 + number; row++) {
                Arrays.fill(labels, row * SIDE + 3 + number, row * SIDE + 10, (byte) 1);
            }
            LabelMap mask = LabelMap.of(SIDE, SIDE, 2, labels);
            ids.put(mask, id);
            masks.add(new SharedMask(site, id, mask), masks.count(site));
        }

        boolean isShared(LabelMap mask) {
            return ids.containsKey(mask);
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
        public FloatTensor release(List<LabelMap> shown, SiteId look, long[] noise, ReleaseChoice choice) {
            shown.forEach(mask -> {
                drawn.add(ids.getOrDefault(mask, "none") + " as " + look.slug());
                looks.add(look.slug());
            });
            return FloatTensor.of(new float[shown.size() * SIDE * SIDE], shown.size(), 1, SIDE, SIDE);
        }
    }
}
