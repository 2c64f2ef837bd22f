package org.asyndgan.experiment.report;

import java.util.List;
import java.util.Locale;

/** Curves as SVG in the page's colours, drawn without fonts of the machine's. */
final class LineChart {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 260;
    private static final int LEFT = 48;
    private static final int BOTTOM = 34;
    private static final int TOP = 12;
    private static final int COLOURS = 6;

    private LineChart() {}

    /** One curve; points are (x, y), both finite. */
    record Line(String name, List<double[]> points) {}

    /** Of values at equal distances. */
    static Line line(String name, List<Double> values, long lastX) {
        return new Line(
                name,
                java.util.stream.IntStream.range(0, values.size())
                        .mapToObj(i -> new double[] {(double) lastX * (i + 1) / values.size(), values.get(i)})
                        .toList());
    }

    /** @param xTitle what the x-axis counts */
    static String svg(String title, String xTitle, List<Line> lines) {
        double minX = extreme(lines, 0, false);
        double maxX = extreme(lines, 0, true);
        double minY = Math.min(0, extreme(lines, 1, false));
        double maxY = Math.max(minY + 1e-9, extreme(lines, 1, true));
        StringBuilder svg = new StringBuilder("<figure class=\"card\"><figcaption>" + Html.escaped(title)
                + "</figcaption><svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\">");
        for (int tick = 0; tick <= 4; tick++) {
            double y = minY + (maxY - minY) * tick / 4;
            double x = minX + (maxX - minX) * tick / 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%s</text><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    LEFT,
                    WIDTH - 10,
                    atY(y, minY, maxY),
                    atY(y, minY, maxY),
                    LEFT - 6,
                    atY(y, minY, maxY) + 4,
                    label(y),
                    atX(x, minX, maxX),
                    HEIGHT - BOTTOM + 16,
                    label(x)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                WIDTH - 10,
                HEIGHT - 3,
                Html.escaped(xTitle)));
        int colour = 0;
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (Line line : lines) {
            String stroke = "var(--curve-" + colour++ % COLOURS + ")";
            svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + stroke + "\" points=\"");
            for (double[] point : line.points()) {
                svg.append(
                        String.format(Locale.ROOT, "%.1f,%.1f ", atX(point[0], minX, maxX), atY(point[1], minY, maxY)));
            }
            svg.append("\"/>");
            legend.append("<span><i style=\"background:" + stroke + "\"></i>" + Html.escaped(line.name()) + "</span>");
        }
        return svg.append("</svg>") + legend.append("</p>").toString() + "</figure>";
    }

    private static double extreme(List<Line> lines, int axis, boolean largest) {
        var values = lines.stream().flatMap(line -> line.points().stream()).mapToDouble(point -> point[axis]);
        return largest ? values.max().orElse(1) : values.min().orElse(0);
    }

    private static double atX(double x, double min, double max) {
        return LEFT + (WIDTH - 10 - LEFT) * (x - min) / Math.max(1e-12, max - min);
    }

    private static double atY(double y, double min, double max) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (y - min) / (max - min);
    }

    private static String label(double value) {
        return Math.abs(value) >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
