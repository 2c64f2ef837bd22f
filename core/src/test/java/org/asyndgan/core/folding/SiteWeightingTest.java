package org.asyndgan.core.folding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.Test;

class SiteWeightingTest {

    static final SiteId MERCY = new SiteId("mercy");
    static final SiteId ST_MARY = new SiteId("st-mary");
    static final Map<SiteId, Integer> IMAGES = Map.of(MERCY, 100, ST_MARY, 300);

    @Test
    void weighsEachSiteByItsShareOfImages() {
        assertThat(SiteWeighting.IMAGES.weigh(IMAGES)).containsOnly(Map.entry(MERCY, 0.25), Map.entry(ST_MARY, 0.75));
    }

    @Test
    void weighsAllSitesAlikeWhereThatIsAskedFor() {
        assertThat(SiteWeighting.EQUAL.weigh(IMAGES)).containsOnly(Map.entry(MERCY, 0.5), Map.entry(ST_MARY, 0.5));
    }
}
