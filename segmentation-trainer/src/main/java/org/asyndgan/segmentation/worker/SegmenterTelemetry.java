package org.asyndgan.segmentation.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.segmentation.GatheredRelease;
import org.asyndgan.core.segmentation.SegmentationObserver;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Gauges;
import org.asyndgan.worker.telemetry.Pace;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells what the segmentation trainer does: metrics, events, log lines, progress.
 *
 * <p>Event types: {@code started}, {@code training} (at every release), {@code trained} (every so many steps), {@code
 * validated}, {@code unsnapshotted}, {@code scored}, {@code stopped}.
 */
final class SegmenterTelemetry implements SegmentationObserver {

    private static final Logger LOG = LoggerFactory.getLogger(SegmenterTelemetry.class);
    private static final String PREFIX = "asyndgan.segmenter.";

    private final MeterRegistry meters;
    private final Gauges gauges;
    private final Events events;
    private final Progress progress;
    private final Pace pace;
    private final long steps;
    private final long logEvery;
    private long until;
    private boolean isWithoutSnapshot;

    SegmenterTelemetry(
            MeterRegistry meters, Events events, Progress progress, Pace pace, SegmenterProperties properties) {
        this.meters = meters;
        this.gauges = new Gauges(meters);
        this.events = events;
        this.progress = progress;
        this.pace = pace;
        this.steps = properties.steps();
        this.logEvery = properties.logEvery();
    }

    void read(List<HeldOutSite> sites) {
        int test = sites.stream().mapToInt(site -> site.test().size()).sum();
        int validation =
                sites.stream().mapToInt(site -> site.validation().size()).sum();
        LOG.info("Read testSites={} testPairs={} validationPairs={}", sites.size(), test, validation);
        events.publish(
                "started", 0, Map.of("testPairs", (double) test, "validationPairs", (double) validation), Map.of());
        progress.did("read " + test + " test pairs", "the generator's release");
    }

    @Override
    public void started(long step) {
        LOG.info("Started step={} steps={}", step, steps);
        if (step > 0) {
            progress.did("went on from step " + step, "the release that it was learning from");
        }
    }

    @Override
    public void gathered(int samples, int expected) {
        gauges.set(PREFIX + "samples", samples);
        gauges.set(PREFIX + "samples.expected", expected);
        progress.did("gathered " + samples + " of " + expected + " samples", "the rest of the release");
    }

    @Override
    public void learning(GatheredRelease release, long end) {
        until = end;
        int samples = release.pairs().size();
        LOG.info(
                "Training release={} releases={} generatorStep={} samples={} until={} steps={}",
                release.number(),
                release.of(),
                release.step(),
                samples,
                until,
                steps);
        gauges.set(PREFIX + "release", (double) release.number());
        gauges.set(PREFIX + "releases", (double) release.of());
        events.publish(
                "training",
                0,
                Map.of(
                        "release",
                        (double) release.number(),
                        "releases",
                        (double) release.of(),
                        "samples",
                        (double) samples,
                        "steps",
                        (double) steps),
                Map.of());
    }

    @Override
    public void validated(long step, double dice, boolean isBest) {
        gauges.set(PREFIX + "validation.dice", dice);
        LOG.info("Validated step={} dice={} best={}", step, rounded(dice), isBest);
        events.publish("validated", 0, Map.of("segmentationStep", (double) step, "validationDice", dice), Map.of());
    }

    @Override
    public void snapshotted(long step) {
        isWithoutSnapshot = false;
        progress.trouble("snapshots", "");
    }

    @Override
    public void notSnapshotted(long step, String why) {
        if (!isWithoutSnapshot) {
            LOG.warn("Not snapshotted, goes on without step={} because=\"{}\"", step, why);
            events.publish("unsnapshotted", 0, Map.of("segmentationStep", (double) step), Map.of("reason", why));
        }
        isWithoutSnapshot = true;
        progress.trouble("snapshots", why);
    }

    void damagedSnapshot(String sentence) {
        LOG.warn("{}", sentence);
    }

    @Override
    public void stepped(long step, double loss) {
        pace.tick();
        MDC.put("step", Long.toString(step));
        meters.counter(PREFIX + "steps").increment();
        gauges.set(PREFIX + "step", (double) step);
        gauges.set(PREFIX + "loss", loss);
        progress.did(
                "segmentation step " + step + " of " + steps,
                step == until && step < steps ? "the generator's next release" : "its own training");
        if (step % logEvery == 0 || step == steps) {
            LOG.info(
                    "Trained step={} steps={} loss={} perSecond={}",
                    step,
                    steps,
                    rounded(loss),
                    rounded(pace.perSecond()));
            events.publish(
                    "trained",
                    0,
                    Map.of(
                            "segmentationStep",
                            (double) step,
                            "steps",
                            (double) steps,
                            "loss",
                            loss,
                            "stepsPerSecond",
                            pace.perSecond()),
                    Map.of());
        }
    }

    void scored(SegmentationScore overall, Map<String, SegmentationScore> bySite) {
        Map<String, Double> values = new TreeMap<>();
        note(values, "", overall);
        bySite.forEach((site, score) -> note(values, "." + site, score));
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            gauges.set(
                    PREFIX + "score",
                    value,
                    "measure",
                    dot < 0 ? name : name.substring(0, dot),
                    "site",
                    dot < 0 ? "all" : name.substring(dot + 1));
        });
        events.publish("scored", 0, values, Map.of());
        LOG.info(
                "Scored images={} dice={} sensitivity={} specificity={} hd95={}",
                overall.images(),
                rounded(overall.dice()),
                rounded(overall.sensitivity()),
                rounded(overall.specificity()),
                rounded(overall.hd95()));
        progress.did("scored", "nothing: the work is done");
    }

    private static void note(Map<String, Double> values, String suffix, SegmentationScore score) {
        values.put("dice" + suffix, score.dice());
        values.put("sensitivity" + suffix, score.sensitivity());
        values.put("specificity" + suffix, score.specificity());
        values.put("hd95" + suffix, score.hd95());
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** The worker leaves before the network is trained. */
    void stopped() {
        LOG.info("Stopped");
        events.publish("stopped", 0, Map.of(), Map.of());
    }
}
