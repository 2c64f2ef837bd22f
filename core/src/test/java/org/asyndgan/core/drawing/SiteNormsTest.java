package org.asyndgan.core.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.Test;

class SiteNormsTest {

    static final SiteId MERCY = new SiteId("mercy");
    static final SiteId ST_MARY = new SiteId("st-mary");
    static final SiteId TRINITY = new SiteId("trinity");
    static final Set<SiteId> ALL = Set.of(MERCY, ST_MARY, TRINITY);

    final SiteNorms norms = new SiteNorms();

    @Test
    void shortensWhoIsOverTwiceTheMedianSite() {
        // Levels 1, 3 and 60; the median is 3, so that 6 is the most, a tenth of 60.
        assertThat(norms.factors(Map.of(MERCY, 1.0, ST_MARY, 3.0, TRINITY, 60.0), 2, ALL))
                .isEqualTo(Map.of(MERCY, 1.0, ST_MARY, 1.0, TRINITY, 0.1));
    }

    @Test
    void remembersTheSitesThatAreNotInTheStep() {
        norms.factors(Map.of(MERCY, 1.0), 2, ALL);
        norms.factors(Map.of(ST_MARY, 1.0), 2, ALL);

        assertThat(norms.factors(Map.of(TRINITY, 8.0), 2, ALL)).isEqualTo(Map.of(TRINITY, 0.25));
    }

    @Test
    void letsTheMedianFollowNeitherOneLoudStepNorOneLoudSite() {
        norms.factors(Map.of(MERCY, 1.0, ST_MARY, 1.0, TRINITY, 50.0), 2, ALL);
        norms.factors(Map.of(MERCY, 1.0, ST_MARY, 1.0, TRINITY, 50.0), 2, ALL);

        // Mercy's level is the median of 1, 1 and 90.
        assertThat(norms.factors(Map.of(MERCY, 90.0, TRINITY, 50.0), 2, ALL))
                .isEqualTo(Map.of(MERCY, 2.0 / 90, TRINITY, 2.0 / 50));
    }

    @Test
    void shortensNobodyAmongTwo() {
        assertThat(norms.factors(Map.of(MERCY, 1.0, ST_MARY, 1000.0), 2, ALL))
                .isEqualTo(Map.of(MERCY, 1.0, ST_MARY, 1.0));
        assertThat(norms.factors(Map.of(MERCY, 1000.0), 2, Set.of(MERCY))).isEqualTo(Map.of(MERCY, 1.0));
    }

    @Test
    void forgetsWhoTakesPartNoLonger() {
        norms.factors(Map.of(MERCY, 1.0, ST_MARY, 1.0, TRINITY, 1.0), 2, ALL);

        assertThat(norms.factors(Map.of(MERCY, 1000.0), 2, Set.of(MERCY, ST_MARY)))
                .isEqualTo(Map.of(MERCY, 1.0));
    }

    @Test
    void goesOnFromWhatASnapshotHolds() {
        norms.factors(Map.of(MERCY, 1.0, ST_MARY, 3.0), 2, ALL);
        SiteNorms restored = new SiteNorms();
        restored.restore(norms.all());

        assertThat(restored.factors(Map.of(TRINITY, 60.0), 2, ALL)).isEqualTo(Map.of(TRINITY, 0.1));
    }
}
