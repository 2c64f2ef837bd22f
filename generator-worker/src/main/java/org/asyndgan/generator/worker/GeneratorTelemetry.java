package org.asyndgan.generator.worker;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorObserver;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticSample;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.worker.telemetry.Events;
import org.asyndgan.worker.telemetry.Pace;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells what the generator does: metrics, events, log lines, progress.
 *
 * <p>Event types: {@code started}, {@code stepped}, {@code converged}, {@code dropped} (how many of which site for which kind of reason),
 * {@code member}, {@code refused}, {@code snapshotted}, {@code unsnapshotted}, {@code reincarnated}, {@code releasing}, {@code released}, {@code finished}, {@code stopped}.
 */
final class GeneratorTelemetry implements GeneratorObserver {

    private static final Logger LOG = LoggerFactory.getLogger(GeneratorTelemetry.class);

    private final GeneratorMeters meters;
    private final Events events;
    private final Progress progress;
    private final InstantSource clock;
    private final Consumer<Preview> previews;
    private final int minSites;
    private final Map<String, String> provenance;
    private final long logEvery;
    private final int batchSize;
    private final boolean isBestWanted;
    private final ReleaseMasks releaseMasks;
    private final Pace pace;
    private long step;
    private long steps;
    private boolean isConverged;
    private boolean isWithoutSnapshot;

    GeneratorTelemetry(
            GeneratorMeters meters,
            Events events,
            Progress progress,
            InstantSource clock,
            int minSites,
            GeneratorProperties properties,
            Map<String, String> provenance,
            Consumer<Preview> previews) {
        this.meters = meters;
        this.events = events;
        this.progress = progress;
        this.clock = clock;
        this.previews = previews;
        this.minSites = minSites;
        this.provenance = Map.copyOf(provenance);
        this.logEvery = properties.logEvery();
        this.batchSize = properties.batchSize();
        this.releaseMasks = properties.releaseMasks();
        this.isBestWanted = properties.release() == ReleaseChoice.BEST;
        this.pace = new Pace(clock);
    }

    @Override
    public void started(CentralGenerator generator, long replayed) {
        step = generator.version().step();
        steps = generator.steps();
        isConverged = generator.length() > 0;
        meters.started(generator);
        LOG.info(
                "Started step={} steps={} incarnation={} replayed={} sites={}",
                step,
                steps,
                generator.version().incarnation(),
                replayed,
                sites(generator));
        events.publish(
                "started",
                step,
                Map.of(
                        "steps",
                        (double) steps,
                        "replayed",
                        (double) replayed,
                        "parameters",
                        (double) generator.parameterCount(),
                        "batchSize",
                        (double) batchSize),
                Map.of("sites", sites(generator)));
        events.publish("configured", step, Map.of(), provenance);
        progress.did(
                "step " + step + " of " + steps,
                generator.membership().sites().isEmpty()
                        ? "manifests and masks of " + minSites + " sites"
                        : "gradients");
    }

    private static String sites(CentralGenerator generator) {
        return generator.membership().sites().keySet().stream()
                .map(SiteId::slug)
                .collect(Collectors.joining(","));
    }

    @Override
    public void recorded(FoldRecord record, Map<SiteId, SiteReport> reports, CentralGenerator generator) {
        step = record.made().step();
        MDC.put("step", Long.toString(step));
        meters.recorded(record, reports, generator);
        steps = generator.steps();
        record.members().forEach(this::changed);
        if (record.length() > 0 && !isConverged) {
            converged();
        }
        isConverged = record.length() > 0;
        if (!record.drops().isEmpty()) {
            dropped(record);
        }
        if (!record.folds().isEmpty()) {
            pace.tick();
            events.publish("stepped", step, valuesOf(record, reports, generator), Map.of());
        }
        if (!record.folds().isEmpty() && (step % logEvery == 0 || step == 1 || record.finished())) {
            LOG.info(
                    "Stepped step={} steps={} perSecond={} losses={}",
                    step,
                    steps,
                    rounded(pace.perSecond()),
                    losses(reports));
        }
        if (record.finished() && isBestWanted && generator.score().best().isEmpty()) {
            LOG.warn(
                    "No site with a share has measured a distance, so the last weights are released in place of the best;"
                            + " set asyndgan.site.judge-every at every site");
        }
        progress.did(
                "step " + step + " of " + steps,
                record.finished() ? "nothing: the run is over" : waitingFor(generator));
    }

    private void converged() {
        LOG.info("Converged step={} steps={}; from here on the learning rate falls", step, steps);
        events.publish("converged", step, Map.of("steps", (double) steps), Map.of());
    }

    @Override
    public void previewed(List<Preview> drawn) {
        drawn.forEach(previews);
    }

    private void dropped(FoldRecord record) {
        Map<String, Double> values = new TreeMap<>();
        for (FoldRecord.Drop drop : record.drops()) {
            LOG.debug(
                    "Dropped batch={} kind={} reason=\"the gradient {}\"",
                    drop.batch(),
                    drop.why().kind().label(),
                    drop.why().reason());
            values.merge(drop.why().kind().label() + "." + drop.batch().site(), 1.0, Double::sum);
        }
        events.publish("dropped", step, values, Map.of());
    }

    private void changed(FoldRecord.MemberChange change) {
        progress.trouble(change.site().slug(), "");
        LOG.info("Site {} site={} images={} step={}", change.status(), change.site(), change.images(), step);
        events.publish(
                "member",
                step,
                Map.of("images", (double) change.images()),
                Map.of(
                        "site",
                        change.site().slug(),
                        "status",
                        change.status().name().toLowerCase(Locale.ROOT)));
    }

    private Map<String, Double> valuesOf(
            FoldRecord record, Map<SiteId, SiteReport> reports, CentralGenerator generator) {
        Map<String, Double> values = new TreeMap<>();
        values.put("steps", (double) steps);
        values.put("stepsPerSecond", pace.perSecond());
        values.put("learningRate", record.learningRate());
        values.put("drops", (double) record.drops().size());
        reports.forEach((site, report) -> {
            values.put("adversarialLoss." + site, report.adversarialLoss());
            report.discriminatorLoss().ifPresent(loss -> values.put("discriminatorLoss." + site, loss));
            report.realScore().ifPresent(score -> values.put("realScore." + site, score));
            values.put("fakeScore." + site, report.fakeScore());
            report.distance().ifPresent(distance -> values.put("distance." + site, distance));
        });
        for (FoldRecord.Fold fold : record.folds()) {
            SiteId site = fold.batch().site();
            values.merge("folds." + site, 1.0, Double::sum);
            values.merge("lag." + site, (double) fold.lag(), Math::max);
            values.put("gradientNorm." + site, fold.norm());
            values.put("pending." + site, (double) generator.pendingOf(site).size());
        }
        return values;
    }

    private static String losses(Map<SiteId, SiteReport> reports) {
        Map<String, String> losses = new LinkedHashMap<>();
        reports.forEach((site, report) -> losses.put(
                site.slug(),
                rounded(report.adversarialLoss())
                        + (report.discriminatorLoss().isPresent()
                                ? "/" + rounded(report.discriminatorLoss().getAsDouble())
                                : "")));
        return losses.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String waitingFor(CentralGenerator generator) {
        String sites = generator.membership().sites().keySet().stream()
                .filter(site -> !generator.pendingOf(site).isEmpty())
                .map(SiteId::slug)
                .collect(Collectors.joining(", "));
        return sites.isEmpty() ? "a site that takes part" : "gradients of " + sites;
    }

    @Override
    public void invalid(Arrival.Invalid record) {
        LOG.warn(
                "Unreadable site={} offset={} reason=\"the record {}\"",
                record.site(),
                record.offset(),
                record.reason());
        meters.unreadable(record.site());
    }

    @Override
    public void refused(SiteId site, Rejection why) {
        LOG.warn(
                "Refused site={} kind={} reason=\"the site {}\"",
                site,
                why.kind().label(),
                why.reason());
        progress.trouble(site.slug(), "site " + site + " " + why.reason());
        events.publish(
                "refused",
                step,
                Map.of(),
                Map.of("site", site.slug(), "kind", why.kind().label(), "reason", why.reason()));
    }

    @Override
    public void snapshotted(long at) {
        LOG.info("Snapshotted step={}", at);
        isWithoutSnapshot = false;
        progress.trouble("snapshots", "");
        meters.snapshotted(at, clock.millis());
        events.publish("snapshotted", at, Map.of(), Map.of());
    }

    @Override
    public void notSnapshotted(long at, String why) {
        if (!isWithoutSnapshot) {
            LOG.warn("Not snapshotted, goes on without step={} because=\"{}\"", at, why);
            events.publish("unsnapshotted", at, Map.of(), Map.of("reason", why));
        }
        isWithoutSnapshot = true;
        meters.notSnapshotted();
        progress.trouble("snapshots", why);
    }

    @Override
    public void reincarnated(GeneratorVersion version, long since, String why) {
        LOG.warn(
                "Began incarnation={} step={}; what was folded after that step is lost because=\"{}\"",
                version.incarnation(),
                since,
                why);
        events.publish(
                "reincarnated",
                version.step(),
                Map.of("incarnation", (double) version.incarnation()),
                Map.of("reason", why));
    }

    @Override
    public void released(SyntheticSample newest) {
        int samples = newest.index() + 1;
        boolean isWhole = samples == newest.count();
        long at = newest.drawnBy().step();
        progress.did("released " + samples + " of " + newest.count() + " pairs", "its own release");
        events.publish(
                isWhole ? "released" : "releasing",
                at,
                Map.of(
                        "release",
                        (double) newest.release(),
                        "releases",
                        (double) newest.releases(),
                        "samples",
                        (double) samples,
                        "count",
                        (double) newest.count()),
                Map.of());
        if (isWhole) {
            LOG.info(
                    "Released release={} releases={} samples={} masks={} step={}",
                    newest.release(),
                    newest.releases(),
                    samples,
                    releaseMasks,
                    at);
        }
    }

    /** The run is over and released. */
    void finished() {
        LOG.info("Finished step={} steps={}", step, steps);
        events.publish("finished", step, Map.of(), Map.of());
        progress.did("finished at step " + step, "nothing: the run is over");
    }

    /** The worker leaves before the run is over. */
    void stopped() {
        LOG.info("Stopped step={} steps={}", step, steps);
        events.publish("stopped", step, Map.of(), Map.of());
    }

    void damagedSnapshot(String sentence) {
        LOG.warn("{}", sentence);
    }

    void tookStep(java.time.Duration duration) {
        meters.tookStep(duration);
    }
}
