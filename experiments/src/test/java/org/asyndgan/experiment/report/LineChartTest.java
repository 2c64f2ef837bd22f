package org.asyndgan.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.asyndgan.experiment.report.LineChart.Line;
import org.junit.jupiter.api.Test;

class LineChartTest {

    private static final List<Double> COUNT =
            IntStream.rangeClosed(1, 1000).mapToObj(i -> (double) i).toList();

    @Test
    void drawsLinesInThePagesColours() {
        String figure = LineChart.figure("Losses", "step", List.of(Line.spread("D", List.of(1.0, 0.5), 10)));

        assertThat(figure).contains("<svg", "aria-label=\"Losses\"", "var(--curve-0)");
    }

    @Test
    void drawsDashedWhatIsBeyondTheColours() {
        List<Line> lines = IntStream.range(0, 7)
                .mapToObj(i -> new Line("line " + i, List.of(0.0, 1.0), List.of(0.0, i / 7.0)))
                .toList();

        assertThat(LineChart.figure("Curves", "x", lines.subList(0, 6))).doesNotContain("stroke-dasharray:7,5");
        assertThat(LineChart.figure("Curves", "x", lines)).contains("stroke-dasharray:7,5");
    }

    @Test
    void saysThatThereIsNothingToDraw() {
        Line empty = new Line("D", List.of(), List.of());

        assertThat(LineChart.figure("a < b", "step", List.of())).contains("a &lt; b: there is nothing to draw");
        assertThat(LineChart.figure("Losses", "step", List.of(empty))).doesNotContain("<svg");
    }

    @Test
    void smoothsToMeansOfEqualShares() {
        Line smoothed = new Line("D", COUNT, COUNT).smoothed();

        assertThat(smoothed.y()).hasSize(120).isSorted().isEqualTo(smoothed.x());
        assertThat(smoothed.y().get(0)).isEqualTo(4.5);
    }
}
