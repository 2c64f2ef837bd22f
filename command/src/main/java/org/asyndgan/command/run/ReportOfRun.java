package org.asyndgan.command.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.process.LocalCluster;
import org.asyndgan.command.progress.TrainingWatch;
import org.asyndgan.command.report.RunReport;
import org.asyndgan.command.report.Versions;
import org.asyndgan.core.convergence.Convergence;
import org.asyndgan.core.convergence.DiscriminatorBalance;
import org.asyndgan.core.convergence.DiscriminatorBand;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.protocol.SiteId;

/** Makes the report of a finished run out of what the workers told and the broker holds. */
final class ReportOfRun {

    private static final String GENERATOR = "generator";
    private static final String SEGMENTER = "segmenter";

    private final RunSettings settings;
    private final LocalData data;
    private final RunFolder folder;
    private final TrainingWatch watch;

    ReportOfRun(RunSettings settings, LocalData data, RunFolder folder, TrainingWatch watch) {
        this.settings = settings;
        this.data = data;
        this.folder = folder;
        this.watch = watch;
    }

    /**
     * @param baselines scores of the arms on real images
     * @param real how clearly masks can be seen in real images, by site
     */
    RunReport report(
            LocalCluster cluster,
            List<RunReport.Arm> baselines,
            Map<String, Double> real,
            Instant start,
            Duration took) {
        List<RunReport.Arm> arms = new ArrayList<>();
        arms.add(synthetic());
        arms.addAll(baselines);
        return new RunReport(
                settings.name(),
                settings.seed(),
                steps(),
                sites(cluster),
                new RunReport.Generator(
                        Math.round(watch.value(GENERATOR, "parameters").orElse(0.0)), watch.stepsPerSecond()),
                arms,
                took.toMillis() / 1000.0,
                new RunReport.Provenance(
                        start.toString(),
                        settings.data().toString(),
                        data.testImages(),
                        machine(),
                        Versions.all(),
                        settings.lines()),
                curves(),
                training(real));
    }

    /** As many as were taken, which a generator that has found it has converged has told. */
    private long steps() {
        return watch.steps().orElse(settings.training().steps());
    }

    private RunReport.Training training(Map<String, Double> real) {
        List<Look> looks = watch.looks();
        Map<String, List<Double>> contrast = new TreeMap<>();
        for (String site : data.siteNames()) {
            contrast.put(
                    site,
                    looks.stream()
                            .map(look -> look.contrast().getOrDefault(site, Double.NaN))
                            .toList());
        }
        return new RunReport.Training(
                steps() < settings.training().steps()
                        ? Convergence.ofConverged(looks, real, steps())
                        : Convergence.of(looks, real, true, steps()),
                data.siteNames().stream()
                        .map(site -> {
                            DiscriminatorBalance balance = watch.balanceOf(site);
                            DiscriminatorBand band = balance.band();
                            return new RunReport.Discriminator(site, band.text(), balance.basis(), band.advice());
                        })
                        .toList(),
                new RunReport.PreviewCurve(
                        looks.stream().map(Look::step).toList(),
                        looks.stream()
                                .map(look -> look.change().orElse(Double.NaN))
                                .toList(),
                        contrast));
    }

    private RunReport.Arm synthetic() {
        Map<String, Double> score = watch.score()
                .orElseThrow(() -> new RunException(
                        "ADG-708",
                        "The segmentation trainer ended without a score; what it wrote is in " + folder.log(SEGMENTER)
                                + "."))
                .values();
        return new RunReport.Arm(
                RunReport.ASYNDGAN,
                (int) Math.round(watch.value(SEGMENTER, "samples").orElse(0.0)),
                score.get("dice"),
                score.get("sensitivity"),
                score.get("specificity"),
                score.get("hd95"));
    }

    private List<RunReport.Site> sites(LocalCluster cluster) {
        Map<String, Long> bytes = cluster.topicBytes();
        List<RunReport.Site> sites = new ArrayList<>();
        for (String site : data.siteNames()) {
            SiteId id = new SiteId(site);
            long gradients = watch.folds(site);
            long answers = Math.round(watch.siteValue(site, "answers").orElse(0.0));
            sites.add(new RunReport.Site(
                    site,
                    data.trainingImages(site),
                    Math.max(answers, gradients),
                    gradients,
                    bytes.getOrDefault(cluster.topics().synthetic(id).name(), 0L),
                    bytes.getOrDefault(cluster.topics().gradients(id).name(), 0L)
                            + bytes.getOrDefault(cluster.topics().masks(id).name(), 0L),
                    watch.siteText(site, "privacy").orElse("")));
        }
        return sites;
    }

    private List<RunReport.LossCurve> curves() {
        return data.siteNames().stream()
                .map(site -> {
                    TrainingWatch.Curve curve = watch.curve(site);
                    return new RunReport.LossCurve(site, curve.steps(), curve.adversarial(), curve.discriminator());
                })
                .toList();
    }

    private static String machine() {
        int processors = Runtime.getRuntime().availableProcessors();
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return processors + (processors == 1 ? " processor, " : " processors, ") + (memory >> 30) + " GiB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }
}
