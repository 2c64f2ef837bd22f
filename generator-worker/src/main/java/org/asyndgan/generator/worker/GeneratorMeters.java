package org.asyndgan.generator.worker;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.worker.telemetry.Gauges;

/** The generator's numbers for {@code /prometheus}. */
final class GeneratorMeters {

    private static final String PREFIX = "asyndgan.generator.";
    private static final double SMOOTHING = 0.02;
    private static final double[] LAG_BUCKETS = {0.5, 1, 2, 4, 8, 16, 32, 64};

    private final MeterRegistry meters;
    private final Gauges gauges;
    private final Timer stepDuration;
    private final DistributionSummary lag;
    private final LongSupplier millis;
    private final Map<SiteId, AtomicLong> foldedAtMillis = new HashMap<>();
    private final Map<BatchId, Long> drawnAtMillis = new HashMap<>();
    private final Map<SiteId, Double> agreements = new HashMap<>();
    private final AtomicLong snapshotAtMillis = new AtomicLong(Long.MIN_VALUE);

    /** @param millis wall clock */
    GeneratorMeters(MeterRegistry meters, LongSupplier millis) {
        this.meters = meters;
        this.millis = millis;
        this.gauges = new Gauges(meters);
        this.stepDuration = Timer.builder(PREFIX + "step.duration")
                .description("Wall time of a turn that took a step")
                .register(meters);
        this.lag = DistributionSummary.builder(PREFIX + "lag")
                .baseUnit("steps")
                .serviceLevelObjectives(LAG_BUCKETS)
                .description("Steps by which folded gradients were late")
                .register(meters);
        DoubleSupplier age = () -> snapshotAtMillis.get() == Long.MIN_VALUE
                ? Double.NaN
                : (millis.getAsLong() - snapshotAtMillis.get()) / 1000.0;
        meters.find(PREFIX + "snapshot.age").gauges().forEach(meters::remove);
        Gauge.builder(PREFIX + "snapshot.age", age::getAsDouble)
                .baseUnit("seconds")
                .description("Since the newest snapshot; NaN before the first of this process")
                .strongReference(true)
                .register(meters);
    }

    void started(CentralGenerator generator) {
        standing(generator);
    }

    void recorded(FoldRecord record, Map<SiteId, SiteReport> reports, CentralGenerator generator) {
        if (!record.folds().isEmpty()) {
            meters.counter(PREFIX + "steps").increment();
        }
        for (FoldRecord.Fold fold : record.folds()) {
            String site = fold.batch().site().slug();
            meters.counter(PREFIX + "folds", "site", site).increment();
            travelled(fold.batch());
            heardOf(fold.batch().site());
            lag.record((double) fold.lag());
            meters.summary(PREFIX + "gradient.norm", "site", site).record(fold.norm());
        }
        for (FoldRecord.Drop drop : record.drops()) {
            meters.counter(
                            PREFIX + "drops",
                            "site",
                            drop.batch().site().slug(),
                            "reason",
                            drop.why().kind().label())
                    .increment();
            drawnAtMillis.remove(drop.batch());
        }
        record.batches().forEach(batch -> drawnAtMillis.put(batch, millis.getAsLong()));
        reports.forEach((site, report) -> {
            gauges.set(PREFIX + "adversarial.loss", report.adversarialLoss(), "site", site.slug());
            report.discriminatorLoss()
                    .ifPresent(loss -> gauges.set(PREFIX + "discriminator.loss", loss, "site", site.slug()));
            report.distance().ifPresent(distance -> gauges.set(PREFIX + "distance", distance, "site", site.slug()));
        });
        if (!record.folds().isEmpty()) {
            generator.contributions().forEach(this::contributed);
        }
        gauges.set(PREFIX + "learning.rate", record.learningRate());
        generator.score().of(generator.membership()).ifPresent(score -> gauges.set(PREFIX + "score", score));
        generator
                .score()
                .best()
                .ifPresent(best ->
                        gauges.set(PREFIX + "best.step", (double) best.version().step()));
        standing(generator);
    }

    private void contributed(SiteId site, Contribution added) {
        meters.summary(PREFIX + "contribution.norm", "site", site.slug()).record(added.norm());
        if (added.factor() < 1) {
            meters.counter(PREFIX + "capped", "site", site.slug()).increment();
        }
        added.agreement().ifPresent(cosine -> {
            double smoothed = agreements.merge(site, cosine, (old, now) -> old + SMOOTHING * (now - old));
            gauges.set(PREFIX + "agreement", smoothed, "site", site.slug());
        });
    }

    /** Batches drawn before a restart have no known age. */
    private void travelled(BatchId batch) {
        Long drawn = drawnAtMillis.remove(batch);
        if (drawn != null) {
            Timer.builder(PREFIX + "round.trip")
                    .description("From the drawing of a batch to the folding of its gradient")
                    .tag("site", batch.site().slug())
                    .register(meters)
                    .record(Duration.ofMillis(millis.getAsLong() - drawn));
        }
    }

    private void heardOf(SiteId site) {
        foldedAtMillis.computeIfAbsent(site, this::silenceOf).set(millis.getAsLong());
    }

    private AtomicLong silenceOf(SiteId site) {
        AtomicLong at = new AtomicLong(millis.getAsLong());
        meters.find(PREFIX + "site.silence").tag("site", site.slug()).gauges().forEach(meters::remove);
        Gauge.builder(PREFIX + "site.silence", () -> (millis.getAsLong() - at.get()) / 1000.0)
                .baseUnit("seconds")
                .description("Since the newest gradient of the site was folded")
                .tag("site", site.slug())
                .strongReference(true)
                .register(meters);
        return at;
    }

    private void standing(CentralGenerator generator) {
        gauges.set(PREFIX + "step", (double) generator.version().step());
        gauges.set(PREFIX + "incarnation", generator.version().incarnation());
        generator.membership().sites().forEach((site, member) -> {
            gauges.set(PREFIX + "pending.batches", generator.pendingOf(site).size(), "site", site.slug());
            gauges.set(PREFIX + "site.active", member.isActive() ? 1 : 0, "site", site.slug());
        });
    }

    void snapshotted(long step, long nowMillis) {
        gauges.set(PREFIX + "snapshot.step", (double) step);
        snapshotAtMillis.set(nowMillis);
    }

    void notSnapshotted() {
        meters.counter(PREFIX + "snapshot.failures").increment();
    }

    void unreadable(SiteId site) {
        meters.counter(PREFIX + "unreadable", "site", site.slug()).increment();
    }

    void tookStep(Duration duration) {
        stepDuration.record(duration);
    }
}
