package org.asyndgan.experiment.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.asyndgan.experiment.report.LineChart.Line;

/**
 * The densities that several arms learnt, each beside the true one, as one HTML page.
 *
 * @param verdict the result in a sentence
 * @param from where the first cell of every density begins
 * @param to where the last ends
 * @param truth the true density
 */
public record DensityPage(
        String verdict, double from, double to, List<Double> truth, List<Density> arms, long steps, int seeds) {

    public DensityPage {
        truth = List.copyOf(truth);
        arms = List.copyOf(arms);
    }

    /**
     * One arm.
     *
     * @param values of as many cells as the truth has
     */
    public record Density(String name, double distance, List<Double> values) {

        public Density {
            values = List.copyOf(values);
        }
    }

    public String html() {
        StringBuilder body = new StringBuilder("<h1>Three Gaussians, three sites, one generator</h1><p class=\"where\">"
                + "Site 1 holds N(-3, 2), site 2 N(1, 1), site 3 N(3, 0.5), the second numbers being variances; "
                + steps
                + " steps, " + seeds + (seeds == 1 ? " seed" : " seeds; the curves are the first’s")
                + ".</p><p class=\"verdict\">" + Html.escaped(verdict)
                + "</p><h2>Densities</h2><div class=\"charts\">");
        for (Density arm : arms) {
            body.append(LineChart.figure(
                    String.format(Locale.ROOT, "%s: Wasserstein-1 distance %.3f", arm.name(), arm.distance()),
                    "y",
                    List.of(line("true mixture", truth), line(arm.name(), arm.values()))));
        }
        body.append("</div><h2>Distances</h2><div class=\"card\"><table><thead><tr><th>arm</th>"
                + "<th>Wasserstein-1 distance to the true mixture</th></tr></thead>");
        for (Density arm : arms) {
            body.append(String.format(
                    Locale.ROOT,
                    "<tr%s><td>%s</td><td>%.4f</td></tr>",
                    arm.name().equals("AsynDGAN") ? " class=\"ours\"" : "",
                    Html.escaped(arm.name()),
                    arm.distance()));
        }
        return Html.page("AsynDGAN: three Gaussians", body + "</table></div>");
    }

    private Line line(String name, List<Double> values) {
        double cell = (to - from) / values.size();
        return new Line(
                name,
                IntStream.range(0, values.size())
                        .mapToObj(i -> from + (i + 0.5) * cell)
                        .toList(),
                values);
    }
}
