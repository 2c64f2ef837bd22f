package org.asyndgan.experiment.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyndgan.experiment.Cohort;
import org.asyndgan.experiment.ExperimentSettings;
import org.asyndgan.experiment.report.LineChart.Line;
import org.asyndgan.experiment.result.ArmResult;
import org.asyndgan.experiment.result.GanResult;
import org.asyndgan.experiment.result.ResultFolder;
import org.asyndgan.experiment.result.Table;
import org.asyndgan.experiment.result.Table.Row;
import org.asyndgan.experiment.result.Table.Spread;
import org.asyndgan.imaging.dataset.TrainingPair;

/** {@code report.html}, {@code table.csv}, {@code table.md} and {@code table.json} of an experiment, as far as it is. */
public final class ExperimentReport {

    private static final String REAL_ALL = "real-all";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ExperimentSettings settings;
    private final Cohort cohort;
    private final Set<Integer> target;
    private final List<TrainingPair> examples;
    private final ResultFolder folder;

    /**
     * @param target classes that are scored
     * @param examples test pairs whose predictions the results hold
     */
    public ExperimentReport(
            ExperimentSettings settings,
            Cohort cohort,
            Set<Integer> target,
            List<TrainingPair> examples,
            ResultFolder folder) {
        this.settings = settings;
        this.cohort = cohort;
        this.target = target;
        this.examples = examples;
        this.folder = folder;
    }

    /** Writes all four files anew. */
    public void write(Table table) {
        folder.text(folder.root().resolve("table.csv"), table.csv());
        folder.text(folder.root().resolve("table.md"), table.markdown());
        folder.text(folder.root().resolve("table.json"), json(table) + "\n");
        folder.text(folder.root().resolve("report.html"), Html.page("AsynDGAN experiment", body(table)));
    }

    private static String json(Table table) {
        try {
            return JSON.writeValueAsString(table);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A table is no JSON", e);
        }
    }

    private String body(Table table) {
        List<GanResult> games = folder.games();
        return "<h1>What the synthetic images are worth</h1><p class=\"where\">"
                + Html.escaped(where()) + "</p><p class=\"verdict\">" + Html.escaped(verdict(table)) + "</p>"
                + "<h2>Segmentation of held-out real images</h2>" + armsTable(table)
                + "<p class=\"note\">Every row is the same U-Net with the same number of steps, scored on the same "
                + cohort.testSize()
                + " held-out real images; mean ± standard deviation over the seeds. HD95 in pixels, less is better.</p>"
                + "<h2>Segmentations side by side</h2>" + segmentations(table)
                + "<p class=\"note\">Green: found. Red: missed. Blue: taken for it. Seed "
                + firstSeed() + ".</p>"
                + "<h2>Generated images beside their masks</h2>" + galleries(games)
                + "<h2>Distances to the real images</h2>" + distances(games)
                + "<h2>Curves</h2><div class=\"charts\">" + charts(games) + "</div>"
                + "<h2>Settings</h2><div class=\"card\"><p class=\"note\">" + Html.escaped(settings.toString())
                + "</p></div>";
    }

    private String where() {
        String sites = cohort.sites().values().stream()
                .map(site -> site.site() + " (" + site.trainSize() + ")")
                .collect(Collectors.joining(", "));
        return "Training images of " + cohort.sites().size() + " sites: " + sites + "; test images: "
                + cohort.testSize() + ". Images of " + settings.images().imageSize() + " x "
                + settings.images().imageSize() + " pixels.";
    }

    private static String verdict(Table table) {
        Optional<Row> all = table.row(REAL_ALL);
        Optional<Row> ours = table.row("asyndgan");
        if (all.isEmpty() || ours.isEmpty()) {
            return "Not all arms are done yet.";
        }
        double share = ours.get().dice().mean() / all.get().dice().mean();
        String text = String.format(
                Locale.ROOT,
                "A U-Net trained on AsynDGAN’s images alone reaches Dice %.3f: %.1f %% of what all real images, pooled,"
                        + " give (%.3f).",
                ours.get().dice().mean(),
                share * 100,
                all.get().dice().mean());
        List<Row> single = table.rows().stream()
                .filter(row -> row.arm().startsWith("real-") && !row.arm().equals(REAL_ALL))
                .toList();
        if (single.isEmpty()) {
            return text;
        }
        double mean =
                single.stream().mapToDouble(row -> row.dice().mean()).average().orElse(0);
        return text
                + String.format(
                        Locale.ROOT,
                        " A site’s own images give %.3f on average, so that it stands %s them.",
                        mean,
                        ours.get().dice().mean() > mean ? "above" : "below");
    }

    private String armsTable(Table table) {
        double all = table.row(REAL_ALL).map(row -> row.dice().mean()).orElse(0.0);
        return table.rows().stream()
                .map(row -> row(row, all))
                .collect(Collectors.joining(
                        "",
                        "<div class=\"card\"><table><thead><tr><th>U-Net trained on</th><th>seeds</th><th>pairs</th>"
                                + "<th>Dice</th><th>of real-all</th><th>pooled Dice</th><th>sensitivity</th>"
                                + "<th>specificity</th><th>HD95</th><th>object Dice</th><th>AJI</th></tr></thead>",
                        "</table></div>"));
    }

    private static String row(Row row, double all) {
        Map<String, Spread> measures = new LinkedHashMap<>(row.measures());
        StringBuilder cells = new StringBuilder("<tr"
                + (row.arm().equals("asyndgan") ? " class=\"ours\"" : "") + "><td>" + Html.escaped(row.arm())
                + "</td><td>" + row.seeds() + "</td><td>" + row.pairs() + "</td>");
        measures.forEach((name, spread) -> {
            int places = name.equals("hd95") ? 1 : 3;
            cells.append(String.format(
                    Locale.ROOT,
                    "<td>%." + places + "f<small>± %." + places + "f</small></td>",
                    spread.mean(),
                    spread.deviation()));
            if (name.equals("dice")) {
                cells.append(
                        all > 0
                                ? String.format(
                                        Locale.ROOT,
                                        "<td>%.1f %%</td>",
                                        row.dice().mean() / all * 100)
                                : "<td></td>");
            }
        });
        return cells + "</tr>";
    }

    private long firstSeed() {
        return folder.arms().stream().mapToLong(ArmResult::seed).min().orElse(1);
    }

    private String segmentations(Table table) {
        StringBuilder rows = new StringBuilder("<div class=\"card\"><table class=\"pictures\"><tr><td>image</td>");
        examples.forEach(pair ->
                rows.append("<td>").append(Picture.of(pair.image(), "real")).append("</td>"));
        rows.append("</tr><tr><td>truth</td>");
        examples.forEach(pair -> rows.append("<td>")
                .append(Picture.of(pair.image(), pair.labels(), pair.labels(), target))
                .append("</td>"));
        rows.append("</tr>");
        for (Row row : table.rows()) {
            folder.arm(row.arm(), firstSeed()).ifPresent(result -> {
                rows.append("<tr><td>").append(Html.escaped(row.arm())).append("</td>");
                for (int i = 0; i < examples.size(); i++) {
                    TrainingPair pair = examples.get(i);
                    rows.append("<td>")
                            .append(Picture.of(
                                    pair.image(),
                                    pair.labels(),
                                    result.predictions().get(i).labels(),
                                    target))
                            .append("</td>");
                }
                rows.append("</tr>");
            });
        }
        return rows + "</table></div>";
    }

    private static String galleries(List<GanResult> games) {
        StringBuilder all = new StringBuilder("<div class=\"card\"><table class=\"pictures\">");
        long seed = games.stream().mapToLong(GanResult::seed).min().orElse(1);
        for (GanResult gan : games) {
            if (gan.seed() == seed) {
                all.append("<tr><td>masks</td>");
                gan.gallery().forEach(sample -> all.append("<td>")
                        .append(Picture.of(sample.labels().labels()))
                        .append("</td>"));
                all.append("</tr><tr><td>").append(Html.escaped(gan.source())).append("</td>");
                gan.gallery().forEach(sample -> all.append("<td>")
                        .append(Picture.of(sample.image().image(), "synthetic"))
                        .append("</td>"));
                all.append("</tr>");
            }
        }
        return all + "</table></div>";
    }

    private static String distances(List<GanResult> games) {
        StringBuilder rows = new StringBuilder("<div class=\"card\"><table><thead><tr><th>GAN</th><th>seed</th>"
                + "<th>kernel distance</th><th>Fréchet distance</th><th>per-site Fréchet (Dist)</th><th>minutes</th></tr>"
                + "</thead>");
        for (GanResult gan : games) {
            rows.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%d</td><td>%.4f</td><td>%.4f</td><td>%.4f</td><td>%.1f</td></tr>",
                    Html.escaped(gan.source()),
                    gan.seed(),
                    gan.kernel(),
                    gan.frechet(),
                    gan.distFrechet(),
                    gan.seconds() / 60));
        }
        return rows
                + "</table></div><p class=\"note\">On 48 features of fixed random filters over image and mask, nothing"
                + " learnt and nothing downloaded; less is better, and numbers of other features cannot be compared.</p>";
    }

    private String charts(List<GanResult> games) {
        List<Line> learners = folder.arms().stream()
                .filter(arm -> arm.seed() == firstSeed())
                .map(arm ->
                        Line.spread(arm.arm(), arm.losses(), settings.learner().steps()))
                .toList();
        StringBuilder charts =
                new StringBuilder(LineChart.figure("Loss of the U-Nets on what they train on", "step", learners));
        for (GanResult gan : games) {
            charts.append(LineChart.figure(
                    gan.source() + ", seed " + gan.seed(),
                    "step",
                    Stream.of(
                                    Line.spread("generator", gan.generatorLosses(), gan.steps()),
                                    Line.spread("discriminators", gan.discriminatorLosses(), gan.steps()))
                            .filter(line -> !line.y().isEmpty())
                            .toList()));
        }
        return charts.toString();
    }
}
