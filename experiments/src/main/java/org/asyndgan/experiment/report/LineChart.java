package org.asyndgan.experiment.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves as SVG, in the colours of the page.
 *
 * <p>The chart is drawn with stand-in colours, which are then replaced by the page's CSS variables: so one
 * picture serves light and dark.
 */
public final class LineChart {

    /** Points a curve shows at most; each is the mean of its share of the steps. */
    private static final int POINTS = 120;

    private static final String SHARES = "0.0#";
    private static final Color INK = new Color(1, 2, 3);
    private static final Color FAINT = new Color(4, 5, 6);
    private static final Color PAPER = new Color(7, 8, 9);
    private static final int CURVE_COLOURS = 6;
    private static final BasicStroke WHOLE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    /** For lines beyond the colours. */
    private static final BasicStroke DASHED =
            new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 5}, 0);

    private static final int HEIGHT = 300;

    /** Letters of names that fit beside each other under a chart; longer legends have a line for each. */
    private static final int LEGEND_LETTERS = 60;

    private static final int LEGEND_LINE = 22;

    private LineChart() {}

    /**
     * One curve.
     *
     * @param x as many as y
     */
    public record Line(String name, List<Double> x, List<Double> y) {

        public Line {
            x = List.copyOf(x);
            y = List.copyOf(y);
        }

        /** A curve of values at equal distances, the last at {@code lastX}. */
        static Line spread(String name, List<Double> y, long lastX) {
            return new Line(
                    name,
                    IntStream.range(0, y.size())
                            .mapToObj(i -> (double) lastX * (i + 1) / y.size())
                            .toList(),
                    y);
        }

        /** The same course in at most 120 points, so that noise does not hide it. */
        public Line smoothed() {
            return new Line(name, means(x), means(y));
        }
    }

    /**
     * The chart as an element of a page; a note in its place where no line has a point, or where this machine's
     * Java cannot measure text (it has no fonts).
     *
     * @param xTitle what the x-axis counts
     */
    public static String figure(String title, String xTitle, List<Line> lines) {
        if (lines.stream().allMatch(line -> line.x().isEmpty())) {
            return "<p class=\"note\">" + Html.escaped(title) + ": there is nothing to draw.</p>";
        }
        String content;
        try {
            content = themed(encoded(chart(title, xTitle, lines)));
        } catch (LinkageError | InternalError | NullPointerException noFonts) {
            content = "<p class=\"note\">" + Html.escaped(title) + ": not drawn, because this machine’s Java has no"
                    + " fonts (package fontconfig and any font).</p>";
        }
        // The letters in the picture are shapes, which nobody can search for or read out.
        return "<div class=\"card\" role=\"img\" aria-label=\"" + Html.escaped(title) + "\">" + content + "</div>";
    }

    private static XYChart chart(String title, String xTitle, List<Line> lines) {
        XYChart chart = new XYChartBuilder()
                .width(560)
                .height(HEIGHT + (hasLongLegend(lines) ? LEGEND_LINE * lines.size() : 0))
                .title(title)
                .xAxisTitle(xTitle)
                .build();
        style(chart);
        if (hasLongLegend(lines)) {
            chart.getStyler().setLegendLayout(LegendLayout.Vertical);
        }
        if (lines.stream().allMatch(line -> areShares(line.x()) && areShares(line.y()))) {
            chart.getStyler().setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
            chart.getStyler().setXAxisDecimalPattern(SHARES).setYAxisDecimalPattern(SHARES);
        }
        if (lines.stream().flatMap(line -> line.x().stream()).noneMatch(x -> x < 0)) {
            chart.getStyler().setXAxisMin(0.0);
        }
        int colour = 0;
        for (Line line : lines) {
            if (!line.x().isEmpty()) {
                XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
                series.setMarker(SeriesMarkers.NONE);
                series.setLineColor(curveColour(colour % CURVE_COLOURS));
                series.setLineStyle(colour < CURVE_COLOURS ? WHOLE : DASHED);
                colour++;
            }
        }
        return chart;
    }

    private static boolean hasLongLegend(List<Line> lines) {
        return lines.stream().mapToInt(line -> line.name().length()).sum() > LEGEND_LETTERS;
    }

    private static boolean areShares(List<Double> values) {
        return values.stream().allMatch(value -> value >= 0 && value <= 1);
    }

    private static void style(XYChart chart) {
        Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendBorderColor(PAPER)
                .setLegendBackgroundColor(PAPER)
                .setLegendFont(text)
                .setChartBackgroundColor(PAPER)
                .setChartFontColor(INK)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
                .setChartTitleBoxVisible(false)
                .setChartPadding(4)
                .setPlotBackgroundColor(PAPER)
                .setPlotBorderVisible(false);
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setPlotGridLinesColor(FAINT);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.6f));
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setAxisTickLabelsFont(text);
        chart.getStyler().setAxisTitleFont(text);
        chart.getStyler().setXAxisTickLabelsColor(INK);
        chart.getStyler().setYAxisTickLabelsColor(INK);
        chart.getStyler().setXAxisTitleColor(INK);
        chart.getStyler().setAxisTickMarksColor(FAINT);
        chart.getStyler().setAxisTicksLineVisible(false);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
    }

    /** Means of equal shares of the values. */
    private static List<Double> means(List<Double> values) {
        int points = Math.min(POINTS, values.size());
        return IntStream.range(0, points)
                .mapToObj(i -> values
                        .subList((int) ((long) values.size() * i / points), (int)
                                ((long) values.size() * (i + 1) / points))
                        .stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0))
                .toList();
    }

    private static String encoded(XYChart chart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, out, VectorGraphicsFormat.SVG);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Color curveColour(int index) {
        return new Color(21 + index, 22, 23);
    }

    private static String themed(String svg) {
        String themed = svg.substring(svg.indexOf("<svg"));
        List<Stand> stands = new ArrayList<>(
                List.of(new Stand(INK, "var(--ink)"), new Stand(FAINT, "var(--line)"), new Stand(PAPER, "none")));
        for (int i = 0; i < CURVE_COLOURS; i++) {
            stands.add(new Stand(curveColour(i), "var(--curve-" + i + ")"));
        }
        for (Stand stand : stands) {
            themed = stand.replacedIn(themed);
        }
        return themed;
    }

    /**
     * A colour that stands for one of the page's.
     *
     * @param css what it stands for
     */
    private record Stand(Color colour, String css) {

        String replacedIn(String svg) {
            return svg.replace("rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")", css)
                    .replace(String.format("#%06x", colour.getRGB() & 0xffffff), css);
        }
    }
}
