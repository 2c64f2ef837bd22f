package org.asyndgan.command.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.asyndgan.command.report.RunReport.LossCurve;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws one curve a site as SVG, in the colours of the page.
 *
 * <p>The chart is drawn with stand-in colours, which are then replaced by the page's CSS variables: so one
 * picture serves light and dark.
 */
final class LossChart {

    /** Points a curve shows at most; each is the mean of its share of the steps. */
    private static final int POINTS = 120;

    private static final Color INK = new Color(1, 2, 3);
    private static final Color FAINT = new Color(4, 5, 6);
    private static final Color PAPER = new Color(7, 8, 9);
    private static final int CURVE_COLOURS = 6;

    private LossChart() {}

    /**
     * The chart, or nothing where this machine's Java cannot measure text (it has no fonts).
     *
     * @param losses what to draw of each curve
     */
    static Optional<String> svg(String title, List<LossCurve> curves, Function<LossCurve, List<Double>> losses) {
        try {
            return Optional.of(themed(encoded(chart(title, curves, losses))));
        } catch (LinkageError | InternalError | NullPointerException noFonts) {
            return Optional.empty();
        }
    }

    private static XYChart chart(String title, List<LossCurve> curves, Function<LossCurve, List<Double>> losses) {
        XYChart chart = new XYChartBuilder()
                .width(560)
                .height(300)
                .title(title)
                .xAxisTitle("generator step")
                .build();
        style(chart);
        int colour = 0;
        for (LossCurve curve : curves) {
            if (!curve.steps().isEmpty()) {
                XYSeries series = chart.addSeries(curve.site(), means(curve.steps()), means(losses.apply(curve)));
                series.setMarker(SeriesMarkers.NONE);
                series.setLineColor(curveColour(colour++ % CURVE_COLOURS));
                series.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            }
        }
        return chart;
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
        chart.getStyler().setLegendLayout(org.knowm.xchart.style.Styler.LegendLayout.Horizontal);
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
        chart.getStyler().setXAxisMin(0.0);
    }

    /** Means of equal shares of the values, so that noise does not hide the course. */
    private static double[] means(List<? extends Number> values) {
        int points = Math.min(POINTS, values.size());
        double[] means = new double[points];
        for (int i = 0; i < points; i++) {
            int from = (int) ((long) values.size() * i / points);
            int to = (int) ((long) values.size() * (i + 1) / points);
            means[i] = values.subList(from, to).stream()
                    .mapToDouble(Number::doubleValue)
                    .average()
                    .orElse(0);
        }
        return means;
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
