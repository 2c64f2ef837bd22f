package org.asyndgan.discriminator.worker;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.SiteObserver;
import org.asyndgan.discriminator.page.SiteView;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Gauges;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells what a site does: metrics, events, log lines, progress, the site's own page. Metrics, log and page stay at the site
 * and hold all; events leave it.
 *
 * <p>Event types: {@code started}, {@code answered} (every so many answers), {@code refused}, {@code unsnapshotted}, {@code lost}, {@code
 * paused}, {@code resumed}, {@code retired}, {@code finished}, {@code stopped}.
 */
final class SiteTelemetry implements SiteObserver {

    private static final Logger LOG = LoggerFactory.getLogger(SiteTelemetry.class);
    private static final String PREFIX = "asyndgan.site.";
    private static final String TAKES_PART = "taking part";

    private final SiteId site;
    private final long logEvery;
    private final AdversarialLoss loss;
    private final boolean sendsRealScores;
    private final MeterRegistry meters;
    private final Gauges gauges;
    private final Timer compute;
    private final DistributionSummary norm;
    private final Events events;
    private final Progress progress;
    private final SiteView view;
    private final InstantSource clock;
    private long answers;
    private long step;
    private boolean isWithoutSnapshot;
    private String leaving = "";
    private Optional<PrivacyStatement> privacy = Optional.empty();

    SiteTelemetry(
            SiteId site,
            long logEvery,
            AdversarialLoss loss,
            boolean sendsRealScores,
            MeterRegistry meters,
            Events events,
            Progress progress,
            SiteView view,
            InstantSource clock) {
        this.site = site;
        this.logEvery = logEvery;
        this.loss = loss;
        this.sendsRealScores = sendsRealScores;
        this.meters = meters;
        this.gauges = new Gauges(meters);
        this.events = events;
        this.progress = progress;
        this.view = view;
        this.clock = clock;
        this.compute = Timer.builder(PREFIX + "compute")
                .description("Wall time of one answer's computation")
                .tag("site", site.slug())
                .register(meters);
        this.norm = DistributionSummary.builder(PREFIX + "gradient.norm")
                .tag("site", site.slug())
                .register(meters);
    }

    @Override
    public void started(long position, long replayed) {
        LOG.info("Started site={} position={} replayed={}", site, position, replayed);
        events.publish("started", step, Map.of("replayed", (double) replayed), words(Map.of("loss", loss.name())));
        progress.did("presented itself at position " + position, "batches of the generator");
        view.state(TAKES_PART);
    }

    @Override
    public void answered(SyntheticBatch batch, SiteGradient gradient) {
        answers++;
        step = gradient.drawnBy().step();
        MDC.put("step", Long.toString(step));
        SiteReport report = gradient.report();
        double gradientNorm = gradient.gradient().norm();
        count(report, gradientNorm);
        view.answered(batch, report, gradientNorm, clock.instant());
        progress.did("answered batch " + gradient.batch() + " of step " + step, "batches of the generator");
        if (answers % logEvery == 0 || answers == 1) {
            LOG.info(
                    "Answered batch={} step={} discriminatorLoss={} adversarialLoss={} real={} fake={}",
                    gradient.batch(),
                    step,
                    rounded(report.discriminatorLoss().orElseThrow()),
                    rounded(report.adversarialLoss()),
                    rounded(report.realScore().orElseThrow()),
                    rounded(report.fakeScore()));
            events.publish(
                    "answered",
                    step,
                    valuesOf(sendsRealScores ? report : report.withoutRealImages(), gradientNorm),
                    words(Map.of()));
        }
    }

    /** Texts, and what the site says of its privacy where there is any. */
    private Map<String, String> words(Map<String, String> texts) {
        Map<String, String> all = new TreeMap<>(texts);
        privacy.ifPresent(statement -> all.put("privacy", statement.words()));
        return all;
    }

    private void count(SiteReport report, double gradientNorm) {
        meters.counter(PREFIX + "answers", "site", site.slug()).increment();
        compute.record(Duration.ofMillis(report.computeMillis().orElseThrow()));
        norm.record(gradientNorm);
        gauges.set(PREFIX + "step", (double) step, "site", site.slug());
        gauges.set(PREFIX + "discriminator.loss", report.discriminatorLoss().orElseThrow(), "site", site.slug());
        gauges.set(PREFIX + "adversarial.loss", report.adversarialLoss(), "site", site.slug());
        gauges.set(PREFIX + "score", report.realScore().orElseThrow(), "site", site.slug(), "of", "real");
        gauges.set(PREFIX + "score", report.fakeScore(), "site", site.slug(), "of", "fake");
    }

    private Map<String, Double> valuesOf(SiteReport report, double gradientNorm) {
        Map<String, Double> values = new TreeMap<>();
        values.put("answers", (double) answers);
        report.discriminatorLoss().ifPresent(loss -> values.put("discriminatorLoss", loss));
        values.put("adversarialLoss", report.adversarialLoss());
        report.realScore().ifPresent(score -> values.put("realScore", score));
        values.put("fakeScore", report.fakeScore());
        values.put("gradientNorm", gradientNorm);
        privacy.ifPresent(statement -> values.put("epsilonSpent", statement.spent()));
        report.computeMillis().ifPresent(millis -> values.put("computeMillis", (double) millis));
        return values;
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public void refused(long offset, Rejection why) {
        LOG.warn(
                "Refused site={} offset={} kind={} reason=\"the record {}\"",
                site,
                offset,
                why.kind().label(),
                why.reason());
        meters.counter(PREFIX + "refused", "site", site.slug()).increment();
        view.refused();
        events.publish(
                "refused",
                step,
                Map.of("offset", (double) offset),
                Map.of("kind", why.kind().label(), "reason", why.reason()));
    }

    @Override
    public void paused(boolean isPaused) {
        LOG.info("{} site={} answers={} step={}", isPaused ? "Paused" : "Resumed", site, answers, step);
        events.publish(isPaused ? "paused" : "resumed", step, Map.of("answers", (double) answers), Map.of());
        progress.did(
                isPaused ? "left for a while, as wished on its page" : "came back, as wished on its page",
                isPaused ? "the wish to take part again" : "batches of the generator");
        view.state(isPaused ? "paused" : TAKES_PART);
    }

    @Override
    public void snapshotted(long position) {
        view.snapshotted(step, clock.instant());
        view.trouble(leaving);
        isWithoutSnapshot = false;
        progress.trouble("snapshots", "");
    }

    @Override
    public void notSnapshotted(long position, String why) {
        if (!isWithoutSnapshot) {
            LOG.warn("Not snapshotted, goes on without site={} position={} because=\"{}\"", site, position, why);
            events.publish("unsnapshotted", step, Map.of(), Map.of("reason", why));
        }
        isWithoutSnapshot = true;
        meters.counter(PREFIX + "snapshot.failures", "site", site.slug()).increment();
        progress.trouble("snapshots", why);
        view.trouble(why);
    }

    @Override
    public void lost(long from, long to, String why) {
        LOG.warn("Lost site={} from={} to={} because=\"{}\"", site, from, to, why);
        events.publish("lost", step, Map.of("from", (double) from, "to", (double) to), Map.of("reason", why));
    }

    @Override
    public void stated(PrivacyStatement statement) {
        privacy = Optional.of(statement);
        view.stated(statement);
        gauges.set(PREFIX + "privacy.spent", statement.spent(), "site", site.slug());
        gauges.set(PREFIX + "privacy.epsilon", statement.epsilon(), "site", site.slug());
        gauges.set(PREFIX + "privacy.delta", statement.delta(), "site", site.slug());
    }

    @Override
    public void retired(String reason) {
        LOG.warn("Leaves site={} step={} because=\"{}\"", site, step, reason);
        events.publish("retired", step, Map.of("answers", (double) answers), words(Map.of("reason", reason)));
        progress.did("left after step " + step, "nothing: " + reason);
        leaving = "The site leaves because " + reason + ".";
        view.trouble(leaving);
    }

    @Override
    public void finished() {
        LOG.info("Finished site={} answers={} step={}", site, answers, step);
        events.publish("finished", step, Map.of("answers", (double) answers), words(Map.of()));
        progress.did("finished after step " + step, "nothing: the run is over");
        view.state("finished");
    }

    /** The worker leaves before the run is over. */
    void stopped() {
        view.state("left");
        LOG.info("Stopped site={} answers={} step={}", site, answers, step);
        events.publish("stopped", step, Map.of("answers", (double) answers), Map.of());
    }

    void damagedSnapshot(String sentence) {
        LOG.warn("{}", sentence);
    }
}
