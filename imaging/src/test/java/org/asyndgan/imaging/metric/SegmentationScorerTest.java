package org.asyndgan.imaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.asyndgan.imaging.image.LabelMap;
import org.junit.jupiter.api.Test;

class SegmentationScorerTest {

    @Test
    void givesMeansOverImagesAndPooledCounts() {
        SegmentationScorer scorer = SegmentationScorer.ofAllClasses(2);

        // TP 1, FP 1, FN 1, TN 5: Dice 2/4, sensitivity 1/2, specificity 5/6; outlines 1 pixel apart at
        // the ends: {0, 1} both ways, 0.95 between.
        scorer.add(Masks.labels(2, "11..", "...."), Masks.labels(2, ".11.", "...."));
        // All four right: Dice 1, sensitivity 1, specificity 1, distance 0.
        scorer.add(Masks.labels(2, "1111", "...."), Masks.labels(2, "1111", "...."));

        SegmentationScore score = scorer.score();
        assertThat(score.images()).isEqualTo(2);
        assertThat(score.dice()).isCloseTo(0.75, within(1e-12));
        assertThat(score.sensitivity()).isCloseTo(0.75, within(1e-12));
        assertThat(score.specificity()).isCloseTo(11.0 / 12, within(1e-12));
        assertThat(score.hd95()).isCloseTo(0.475, within(1e-12));
        assertThat(score.pooled()).isEqualTo(new Confusion(5, 1, 1, 9));
        // 10 / 12
        assertThat(score.pooled().dice()).isCloseTo(5.0 / 6, within(1e-12));
    }

    @Test
    void countsAnEmptyImageLeftEmptyAsRight() {
        SegmentationScorer scorer = SegmentationScorer.ofAllClasses(2);
        scorer.add(Masks.labels(2, "..", ".."), Masks.labels(2, "..", ".."));

        SegmentationScore score = scorer.score();

        assertThat(score.dice()).isEqualTo(1);
        assertThat(score.sensitivity()).isEqualTo(1);
        assertThat(score.hd95()).isZero();
    }

    @Test
    void leavesImagesWithoutForegroundOutOfTheSensitivity() {
        SegmentationScorer scorer = SegmentationScorer.ofAllClasses(2);
        scorer.add(Masks.labels(2, "11"), Masks.labels(2, "1."));
        scorer.add(Masks.labels(2, ".."), Masks.labels(2, ".."));

        // 1 of 2 in the only image that has any.
        assertThat(scorer.score().sensitivity()).isEqualTo(0.5);
    }

    @Test
    void scoresOneClassAgainstAllOthers() {
        LabelMap truth = Masks.labels(3, "122.");
        LabelMap found = Masks.labels(3, "112.");
        SegmentationScorer all = SegmentationScorer.ofAllClasses(3);
        SegmentationScorer second = SegmentationScorer.of(Set.of(2));

        all.add(truth, found);
        second.add(truth, found);

        assertThat(all.score().dice()).isEqualTo(1);
        // Class 2: TP 1, FN 1.
        assertThat(second.score().dice()).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void refusesAPredictionOfAnotherSize() {
        SegmentationScorer scorer = SegmentationScorer.ofAllClasses(2);

        assertThatThrownBy(() -> scorer.add(Masks.labels(2, "1."), Masks.labels(2, "1")))
                .hasMessage("A prediction labels[1, 1] of 2 classes cannot be scored against labels[1, 2] of 2"
                        + " classes; both need the same height and width");
    }

    @Test
    void refusesTheBackgroundAsForeground() {
        assertThatThrownBy(() -> SegmentationScorer.of(Set.of(0)))
                .hasMessage("The classes to score are [0], but there must be one at least, and class 0 is the"
                        + " background");
    }

    @Test
    void hasNoScoreWithoutImages() {
        assertThatThrownBy(SegmentationScorer.ofAllClasses(2)::score)
                .hasMessage("There is no score without test images; add one at least");
    }
}
