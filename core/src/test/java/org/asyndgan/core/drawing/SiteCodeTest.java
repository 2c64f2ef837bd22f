package org.asyndgan.core.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class SiteCodeTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId NORTH = new SiteId("north");
    private static final SharedMask MASK = new SharedMask(MERCY, "a", LabelMap.of(2, 2, 2, new byte[] {0, 1, 1, 0}));

    @Test
    void standsBesideTheMaskAsTheMaskTimesEachOfItsNumbers() {
        float[] code = new SiteCode(new Seed(1), 2).of(MERCY);

        FloatTensor input = library(1, 2).inputs(MERCY, List.of(new MaskUse("a", 0)));

        assertThat(input.shape()).containsExactly(1, 6, 2, 2);
        float u = code[0];
        float v = code[1];
        assertThat(input.toArray())
                .containsExactly(
                        1, 0, 0, 1, 0, 1, 1, 0, // the mask: background, foreground
                        u, 0, 0, u, 0, u, u, 0, v, 0, 0, v, 0, v, v, 0);
    }

    @Test
    void isAnotherForEachSiteAndSeedAndTheSameEachTime() {
        float[] code = new SiteCode(new Seed(1), 3).of(MERCY);

        assertThat(new SiteCode(new Seed(1), 3).of(MERCY)).isEqualTo(code);
        assertThat(new SiteCode(new Seed(1), 3).of(NORTH)).isNotEqualTo(code);
        assertThat(new SiteCode(new Seed(2), 3).of(MERCY)).isNotEqualTo(code);
    }

    @Test
    void leavesTheMaskAloneWhereThereIsNone() {
        FloatTensor input = library(1, 0).inputs(MERCY, List.of(new MaskUse("a", 0)));

        assertThat(input.shape()).containsExactly(1, 2, 2, 2);
        assertThat(input.toArray()).containsExactly(1, 0, 0, 1, 0, 1, 1, 0);
    }

    @Test
    void cannotHaveLessThanNoNumbers() {
        assertThatThrownBy(() -> new SiteCode(new Seed(1), -1))
                .hasMessage("A site's code has -1 numbers; give 0 or more");
    }

    private static MaskLibrary library(long seed, int siteCode) {
        MaskLibrary library = new MaskLibrary(new Seed(seed), Augmentation.NONE, siteCode);
        library.add(MASK, 0);
        return library;
    }
}
