package org.asyndgan.segmentation.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.metric.SegmentationScore;
import org.asyndgan.worker.Events;
import org.asyndgan.worker.Gauges;
import org.asyndgan.worker.Pace;
import org.asyndgan.worker.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells what the segmentation trainer does: metrics, events, log lines, progress.
 *
 * <p>Event types: {@code started}, {@code training}, {@code trained} (every so many steps), {@code scored},
 * {@code stopped}.
 */
final class SegmenterNews {

    private static final Logger LOG = LoggerFactory.getLogger(SegmenterNews.class);
    private static final String PREFIX = "asyndgan.segmenter.";

    private final MeterRegistry meters;
    private final Gauges gauges;
    private final Events events;
    private final Progress progress;
    private final Pace pace;
    private final long steps;
    private final long logEvery;

    SegmenterNews(MeterRegistry meters, Events events, Progress progress, Pace pace, SegmenterProperties properties) {
        this.meters = meters;
        this.gauges = new Gauges(meters);
        this.events = events;
        this.progress = progress;
        this.pace = pace;
        this.steps = properties.steps();
        this.logEvery = properties.logEvery();
    }

    void started(int sites, int pairs) {
        LOG.info("Started testSites={} testPairs={}", sites, pairs);
        events.publish("started", 0, Map.of("testPairs", (double) pairs), Map.of());
        progress.did("read " + pairs + " test pairs", "the generator's release");
    }

    void gathered(int samples, int expected) {
        gauges.set(PREFIX + "samples", samples);
        gauges.set(PREFIX + "samples.expected", expected);
        progress.did("gathered " + samples + " of " + expected + " samples", "the rest of the release");
    }

    void training(int samples) {
        LOG.info("Training samples={} steps={}", samples, steps);
        events.publish("training", 0, Map.of("samples", (double) samples, "steps", (double) steps), Map.of());
    }

    void stepped(long step, double loss) {
        pace.tick();
        MDC.put("step", Long.toString(step));
        meters.counter(PREFIX + "steps").increment();
        gauges.set(PREFIX + "step", (double) step);
        gauges.set(PREFIX + "loss", loss);
        progress.did("segmentation step " + step + " of " + steps, "its own training");
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
