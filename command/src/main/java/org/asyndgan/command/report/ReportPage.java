package org.asyndgan.command.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asyndgan.command.report.RunReport.Arm;
import org.asyndgan.command.report.RunReport.LossCurve;
import org.asyndgan.command.report.RunReport.Site;
import org.asyndgan.experiment.report.Html;
import org.asyndgan.experiment.report.LineChart;
import org.asyndgan.experiment.report.LineChart.Line;
import org.asyndgan.experiment.report.Picture;
import org.asyndgan.worker.page.PageFiles;

/** The report as one HTML page that needs no other file and no network. */
final class ReportPage {

    private static final String KEPT =
            "<p class=\"note\">The sites keep the losses of their discriminators to themselves: they are functions of real"
                    + " images. Each site’s own page of metrics has them; asyndgan.site.send-real-scores=true at a site sends"
                    + " them.</p>";

    private final RunReport report;
    private final List<StripRow> strip;
    private final List<GrowthRow> growth;

    ReportPage(RunReport report, List<StripRow> strip, List<GrowthRow> growth) {
        this.report = report;
        this.strip = strip;
        this.growth = growth;
    }

    String html() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("run", Html.escaped(report.run()));
        parts.put("where", Html.escaped(where()));
        parts.put("verdict", Html.escaped(Verdict.of(report)));
        parts.put("state", Html.escaped(report.training().convergence().brief()));
        parts.put("tone", report.training().convergence().isUnfinished() ? "warn" : "good");
        parts.put("basis", Html.escaped(basis()));
        parts.put("discriminators", discriminators());
        parts.put("growth", growth());
        parts.put("previews", previews());
        parts.put("arms", report.arms().stream().map(this::row).collect(Collectors.joining("\n")));
        parts.put("armsNote", Html.escaped(armsNote()));
        parts.put("strip", strip());
        parts.put("charts", charts());
        parts.put("sites", report.sites().stream().map(ReportPage::row).collect(Collectors.joining("\n")));
        parts.put("provenance", entries(provenance()));
        parts.put("settings", entries(report.provenance().settings()));
        String page = template();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            page = page.replace("{{" + part.getKey() + "}}", part.getValue());
        }
        return Html.page("AsynDGAN run " + report.run(), PageFiles.shared("look.css"), page);
    }

    private String where() {
        String sites = report.sites().stream().map(Site::name).collect(Collectors.joining(", "));
        return "One generator, " + report.sites().size() + (report.sites().size() == 1 ? " site (" : " sites (") + sites
                + "), " + grouped(report.steps()) + " steps at "
                + decimal(report.generator().stepsPerSecond(), 1)
                + " a second; " + duration(report.wallSeconds()) + " in all.";
    }

    private String armsNote() {
        return "Every row is the same network with the same number of steps and the same settings, scored on the same "
                + report.provenance().testImages()
                + " held-out real images. Dice, sensitivity and specificity are means over images; HD95 is the 95th"
                + " percentile of the distance between the outlines, in pixels, and less is better.";
    }

    private String row(Arm arm) {
        Optional<Double> share =
                report.arm(RunReport.REAL_ALL).filter(all -> all.dice() > 0).map(all -> arm.dice() / all.dice());
        return "<tr" + (arm.name().equals(RunReport.ASYNDGAN) ? " class=\"ours\"" : "") + "><td>"
                + Html.escaped(title(arm.name())) + "<small>" + Html.escaped(meaning(arm.name())) + "</small></td><td>"
                + grouped(arm.pairs()) + "</td><td>" + decimal(arm.dice(), 3) + "</td><td>"
                + share.map(ReportPage::bar).orElse("") + "</td><td>" + decimal(arm.sensitivity(), 3) + "</td><td>"
                + decimal(arm.specificity(), 3) + "</td><td>" + decimal(arm.hd95(), 1) + "</td></tr>";
    }

    private static String bar(double share) {
        return percent(share) + "<span class=\"share\"><i style=\"width:"
                + decimal(Math.max(0, Math.min(1, share)) * 100, 1) + "%\"></i></span>";
    }

    private static String title(String arm) {
        if (arm.equals(RunReport.ASYNDGAN)) {
            return "AsynDGAN’s images";
        }
        return arm.equals(RunReport.REAL_ALL)
                ? "all real images, pooled"
                : "real images of " + arm.substring(RunReport.REAL.length());
    }

    private static String meaning(String arm) {
        if (arm.equals(RunReport.ASYNDGAN)) {
            return "synthetic, drawn by the trained generator";
        }
        return arm.equals(RunReport.REAL_ALL) ? "the ceiling that nobody is allowed" : "what the site could do alone";
    }

    private String strip() {
        if (strip.isEmpty()) {
            return "<p class=\"note\">No pictures were kept.</p>";
        }
        return strip.stream()
                .map(row -> "<figure><div class=\"triple\">" + Picture.of(row.mask())
                        + Picture.of(row.synthetic(), "synthetic")
                        + Picture.of(row.real(), "real")
                        + "<span>mask</span><span>synthetic</span><span>real</span></div>"
                        + (row.caption().isEmpty()
                                ? ""
                                : "<figcaption>" + Html.escaped(row.caption()) + "</figcaption>")
                        + "</figure>")
                .collect(Collectors.joining("\n", "<div class=\"strip\">\n", "\n</div>"));
    }

    private String basis() {
        String basis = report.training().convergence().basis();
        return basis.isEmpty() ? "" : "Whether they got better is judged by " + basis + ".";
    }

    private String discriminators() {
        return report.training().discriminators().stream()
                .map(one -> "<li>" + Html.escaped(one.site() + ": " + one.band() + ", from " + one.basis() + ".")
                        + (one.advice().isEmpty() ? "" : " " + Html.escaped(one.advice())) + "</li>")
                .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    private String growth() {
        if (growth.isEmpty()) {
            return "<p class=\"note\">No previews were drawn.</p>";
        }
        return growth.stream()
                .map(row -> "<figure><div class=\"growth\"><span>" + Picture.of(row.mask()) + "mask</span>"
                        + row.stages().stream()
                                .map(stage -> "<span>" + Picture.of(stage.image(), "synthetic, step " + stage.step())
                                        + "step " + stage.step() + "</span>")
                                .collect(Collectors.joining())
                        + "</div><figcaption>" + Html.escaped(row.caption()) + "</figcaption></figure>")
                .collect(Collectors.joining("\n"));
    }

    private String previews() {
        RunReport.PreviewCurve previews = report.training().previews();
        if (previews.steps().size() < 2) {
            return "";
        }
        List<Double> steps = previews.steps().stream().map(Number::doubleValue).toList();
        return Stream.of(
                        LineChart.figure(
                                "how clearly masks can be seen in the previews",
                                "generator step",
                                previews.contrast().entrySet().stream()
                                        .map(site -> line(site.getKey(), steps, site.getValue()))
                                        .toList()),
                        LineChart.figure(
                                "change from preview to preview",
                                "generator step",
                                List.of(line("all sites", steps, previews.change()))))
                .collect(Collectors.joining("\n", "<div class=\"charts\">\n", "\n</div>"));
    }

    /** Without the points that are not there. */
    private static Line line(String name, List<Double> steps, List<Double> values) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (Double.isFinite(values.get(i))) {
                x.add(steps.get(i));
                y.add(values.get(i));
            }
        }
        return new Line(name, x, y);
    }

    private String charts() {
        return Stream.of(
                        chart("generator’s loss, as each site sees it", LossCurve::adversarial),
                        report.losses().stream()
                                        .allMatch(curve -> curve.discriminator().isEmpty())
                                ? KEPT
                                : chart("each site’s discriminator’s loss", LossCurve::discriminator))
                .collect(Collectors.joining("\n", "<div class=\"charts\">\n", "\n</div>"));
    }

    private String chart(String title, Function<LossCurve, List<Double>> losses) {
        return LineChart.figure(
                title,
                "generator step",
                report.losses().stream()
                        .filter(curve -> !losses.apply(curve).isEmpty())
                        .map(curve -> new Line(
                                        curve.site(),
                                        curve.steps().stream()
                                                .map(Number::doubleValue)
                                                .toList(),
                                        losses.apply(curve))
                                .smoothed())
                        .toList());
    }

    private static String row(Site site) {
        return Stream.of(
                        Html.escaped(site.name()),
                        grouped(site.images()),
                        grouped(site.batches()),
                        grouped(site.gradients()),
                        bytes(site.bytesIn()),
                        bytes(site.bytesOut()),
                        Html.escaped(site.privacy().isEmpty() ? "none" : site.privacy()))
                .collect(Collectors.joining("</td><td>", "<tr><td>", "</td></tr>"));
    }

    private Map<String, String> provenance() {
        RunReport.Provenance provenance = report.provenance();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("seed", Long.toString(report.seed()));
        entries.put("data", provenance.data());
        entries.put("started", provenance.startedAt());
        entries.put("took", duration(report.wallSeconds()));
        entries.put("generator", grouped(report.generator().parameters()) + " parameters");
        entries.put("machine", provenance.machine());
        entries.put(
                "versions",
                provenance.versions().entrySet().stream()
                        .map(version -> version.getKey() + " " + version.getValue())
                        .collect(Collectors.joining(", ")));
        return entries;
    }

    private static String entries(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry ->
                        "<dt>" + Html.escaped(entry.getKey()) + "</dt><dd>" + Html.escaped(entry.getValue()) + "</dd>")
                .collect(Collectors.joining("\n"));
    }

    private static String template() {
        try (InputStream in = ReportPage.class.getResourceAsStream("body.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String decimal(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    static String percent(double share) {
        return decimal(share * 100, 0) + " %";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20 ? decimal(bytes / 1024.0, 0) + " KiB" : decimal(bytes / 1048576.0, 1) + " MiB";
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
