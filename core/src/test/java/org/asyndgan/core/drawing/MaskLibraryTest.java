package org.asyndgan.core.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.ReplayException;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.junit.jupiter.api.Test;

class MaskLibraryTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final LabelMap DARK = LabelMap.of(1, 1, 2, new byte[] {0});
    private static final LabelMap BRIGHT = LabelMap.of(1, 1, 2, new byte[] {1});

    private final MaskLibrary library = new MaskLibrary(new Seed(1), Augmentation.NONE);

    @Test
    void isNotFilledByASiteThatSharesTheSameIdAgainAndAgain() {
        for (long offset = 0; offset < MaskLibrary.MOST_ADDED; offset++) {
            library.add(new SharedMask(MERCY, "m", DARK), offset);
        }
        library.add(new SharedMask(MERCY, "m", BRIGHT), MaskLibrary.MOST_ADDED);

        assertThat(library.labels(MERCY, new MaskUse("m", 0))).isEqualTo(DARK);
    }

    /** As after compaction, where the site has shared something else under the id since. */
    @Test
    void saysWhichMaskIsMissing() {
        library.add(new SharedMask(MERCY, "m", BRIGHT), 7);
        library.close(MERCY, 2);

        assertThatThrownBy(() -> library.labels(MERCY, new MaskUse("m", 0)))
                .isInstanceOf(ReplayException.class)
                .hasMessage(
                        "Mask m that site mercy joined with, and the run draws from, cannot be found any more. Restore"
                                + " the site's topic of masks as it was; nothing was changed. (ADG-304)");
        assertThatThrownBy(() -> library.choose(new BatchId(MERCY, 0), 1))
                .isInstanceOf(ReplayException.class)
                .hasMessageStartingWith("All masks that site mercy joined with");
    }

    @Test
    void takesMasksAgainOnceItHasForgottenThem() {
        library.add(new SharedMask(MERCY, "m", DARK), 0);
        library.close(MERCY, 1);
        library.add(new SharedMask(MERCY, "n", BRIGHT), 1);
        assertThat(library.count(MERCY)).isEqualTo(1);

        library.forget();
        assertThat(library.count(MERCY)).isZero();
        for (String id : List.of("m", "n")) {
            library.add(new SharedMask(MERCY, id, DARK), library.count(MERCY));
        }
        library.close(MERCY, 2);
        assertThat(library.count(MERCY)).isEqualTo(2);
    }
}
