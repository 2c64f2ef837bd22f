package org.asyndgan.generator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.GeneratorInbox;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.imaging.image.LabelMap;
import org.junit.jupiter.api.Test;

class FittingInboxTest {

    private static final SiteId MERCY = new SiteId("mercy");

    private final List<Arrival> arriving = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final FittingInbox inbox =
            new FittingInbox(new Arriving(), new int[] {1, 4, 4}, 2, (site, why) -> refusals.add(site + " " + why));

    @Test
    void letsInWhatFits() {
        arriving.add(new Arrival.Presented(manifest(4, 2)));
        arriving.add(new Arrival.Shared(mask(4)));

        assertThat(inbox.poll()).isEqualTo(arriving);
        assertThat(refusals).isEmpty();
    }

    @Test
    void keepsOutASiteWithImagesOfAnotherSizeAndSaysSoOnce() {
        arriving.add(new Arrival.Presented(manifest(8, 2)));
        arriving.add(new Arrival.Presented(manifest(8, 2)));

        assertThat(inbox.poll()).isEmpty();
        assertThat(refusals)
                .containsExactly("mercy has images of 1 x 8 x 8 and 2 classes, but this run has 1 x 4 x 4 and 2; set"
                        + " image-size, channels and label-values alike everywhere");
    }

    @Test
    void keepsOutASiteWithOtherClasses() {
        arriving.add(new Arrival.Presented(manifest(4, 3)));

        assertThat(inbox.gather()).isEmpty();
        assertThat(refusals).hasSize(1);
    }

    @Test
    void keepsOutAMaskThatWouldEndTheRunInTheMiddleOfAPass() {
        arriving.add(new Arrival.Shared(mask(8)));

        assertThat(inbox.poll()).isEmpty();
        assertThat(refusals)
                .containsExactly(
                        "mercy lends masks of 8 x 8 and 2 classes, but this run has 4 x 4 and 2; it cannot join"
                                + " before they are replaced");
    }

    private static SiteManifest manifest(int side, int classes) {
        return new SiteManifest(
                MERCY, "session", SiteManifest.Presence.JOINED, 10, 10, side, side, 1, classes, "none", 0);
    }

    private static SharedMask mask(int side) {
        return new SharedMask(MERCY, "m", LabelMap.adopt(side, side, 2, new byte[side * side]));
    }

    private final class Arriving implements GeneratorInbox {

        @Override
        public List<Arrival> gather() {
            return List.copyOf(arriving);
        }

        @Override
        public void startAt(Map<SiteId, Long> positions) {}

        @Override
        public List<Arrival> poll() {
            return List.copyOf(arriving);
        }

        @Override
        public void mute(SiteId site) {}
    }
}
