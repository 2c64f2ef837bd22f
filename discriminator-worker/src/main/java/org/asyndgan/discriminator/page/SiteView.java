package org.asyndgan.discriminator.page;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.asyndgan.core.convergence.DiscriminatorBalance;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.worker.page.Series;

/**
 * What a site's own page shows. The worker's thread fills it, any number read it.
 *
 * <p>The worker never waits: what it tells is put in a queue, and taken in at once unless a reader is looking, in which case
 * the reader or the next telling takes it in. Memory is bounded: {@value #BUCKETS} points a series, one batch, the {@value
 * #PINNED} newest ones that a page was told of, {@value Gallery#MOST} images of earlier ones.
 */
@SitePage
@Singleton
public final class SiteView {

    static final int BUCKETS = 1024;
    static final int PINNED = 4;
    private static final int MOST_SERIES = 16;

    private final ReentrantLock lock;
    private final ConcurrentLinkedQueue<Runnable> told = new ConcurrentLinkedQueue<>();
    private final Series series = new Series(BUCKETS, MOST_SERIES);
    private final DiscriminatorBalance balance = new DiscriminatorBalance();
    private final Gallery gallery = new Gallery();
    private final ArrayDeque<JudgedBatch> pinned = new ArrayDeque<>();
    private Optional<Facts> facts = Optional.empty();
    private Optional<RealImages> real = Optional.empty();
    private Optional<JudgedBatch> newest = Optional.empty();
    private Optional<Instant> snapshotAt = Optional.empty();
    private Optional<PrivacyStatement> privacy = Optional.empty();
    private String state = "connecting";
    private String trouble = "";
    private long batches;
    private long images;
    private long refused;
    private long snapshotStep;

    @Inject
    SiteView() {
        this(new ReentrantLock());
    }

    /** @param lock that readers hold while they look */
    SiteView(ReentrantLock lock) {
        this.lock = lock;
    }

    /** The worker has read its images and goes to connect; a worker that connects again says so again. */
    public void opened(Facts what, SharedMasks masks) {
        tell(() -> {
            facts = Optional.of(what);
            real = Optional.of(new RealImages(masks));
            balance.loss(what.loss());
            state = "connecting";
        });
    }

    /** The site takes part, or left for a while, or for good. */
    public void state(String now) {
        tell(() -> state = now);
    }

    /**
     * A batch was answered.
     *
     * @param report whole, whatever of it was sent
     * @param gradientNorm Euclidean norm of the gradient that was sent
     */
    public void answered(SyntheticBatch batch, SiteReport report, double gradientNorm, Instant at) {
        tell(() -> {
            JudgedBatch judged = new JudgedBatch(report.discriminatorSteps(), at, batch);
            newest = Optional.of(judged);
            gallery.offer(judged);
            batches++;
            images += batch.size();
            long time = at.toEpochMilli();
            long step = batch.drawnBy().step();
            report.discriminatorLoss().ifPresent(value -> {
                series.put("discriminatorLoss", step, time, value);
                balance.addDiscriminator(value);
            });
            series.put("adversarialLoss", step, time, report.adversarialLoss());
            balance.addAdversarial(report.adversarialLoss());
            report.realScore().ifPresent(value -> series.put("realScore", step, time, value));
            series.put("fakeScore", step, time, report.fakeScore());
            series.put("gradientNorm", step, time, gradientNorm);
            report.computeMillis().ifPresent(value -> series.put("computeMillis", step, time, (double) value));
            report.distance().ifPresent(value -> series.put("distance", step, time, value));
        });
    }

    /** A record was refused. */
    public void refused() {
        tell(() -> refused++);
    }

    /** The state up to this step of the discriminator is safe on disk. */
    public void snapshotted(long step, Instant at) {
        tell(() -> {
            snapshotStep = step;
            snapshotAt = Optional.of(at);
        });
    }

    /** What the site says of its privacy; a site that says nothing has no budget. */
    public void stated(PrivacyStatement statement) {
        tell(() -> privacy = Optional.of(statement));
    }

    /** Something that people at the site should see to; empty once it is over. */
    public void trouble(String what) {
        tell(() -> trouble = what);
    }

    private void tell(Runnable change) {
        told.add(change);
        if (lock.tryLock()) {
            try {
                takeIn();
            } finally {
                lock.unlock();
            }
        }
    }

    private void takeIn() {
        for (Runnable change = told.poll(); change != null; change = told.poll()) {
            change.run();
        }
    }

    /** All but series and images; the batch it names can be asked for by its number for a while. */
    public Summary summary(Instant now) {
        lock.lock();
        try {
            takeIn();
            newest.filter(batch -> pinned.stream().noneMatch(batch::equals)).ifPresent(batch -> {
                pinned.addLast(batch);
                if (pinned.size() > PINNED) {
                    pinned.removeFirst();
                }
            });
            return new Summary(
                    facts.orElse(null),
                    now.toEpochMilli(),
                    state,
                    trouble,
                    batches,
                    images,
                    refused,
                    newest.map(Judged::of).orElse(null),
                    snapshotStep,
                    snapshotAt.map(Instant::toEpochMilli).orElse(null),
                    privacy.map(Budget::of).orElse(null),
                    balance.band().text(),
                    balance.basis(),
                    balance.band().advice(),
                    gallery.entries(),
                    series.names());
        } finally {
            lock.unlock();
        }
    }

    /** @param names wanted, all where there are none */
    public Series.Table series(List<String> names) {
        lock.lock();
        try {
            takeIn();
            return series.table(names);
        } finally {
            lock.unlock();
        }
    }

    /**
     * One image of a batch that a page was told of, or of the gallery.
     *
     * @param number of the batch: the discriminator's steps after it
     */
    public Optional<JudgedImage> image(long number, int row) {
        lock.lock();
        try {
            for (JudgedBatch batch : pinned) {
                if (batch.number() == number && row >= 0 && row < batch.size()) {
                    return Optional.of(batch.image(row));
                }
            }
            return gallery.image(number, row);
        } finally {
            lock.unlock();
        }
    }

    /** The site's own images; nothing before they are read. */
    public Optional<RealImages> real() {
        lock.lock();
        try {
            takeIn();
            return real;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What does not change while the worker runs.
     *
     * @param trainingImages that stay here
     * @param masks that were lent to the run
     * @param parameters of the discriminator
     * @param sendsRealScores whether losses and scores of real images leave the site
     * @param settings in effect, one {@code key=value} after the other, without secrets
     */
    public record Facts(
            String run,
            String site,
            int trainingImages,
            int masks,
            int channels,
            int height,
            int width,
            long parameters,
            String loss,
            long steps,
            boolean sendsRealScores,
            String settings) {}

    /**
     * What the page shows besides series and images. What is not known is null, never 0.
     *
     * @param now milliseconds since 1970
     * @param state connecting, taking part, paused, finished or left
     * @param batches answered by this process
     * @param images in them
     * @param budget of privacy; null where the site trains without
     * @param band of the discriminator, with what it rests on and what to change
     */
    public record Summary(
            Facts facts,
            long now,
            String state,
            String trouble,
            long batches,
            long images,
            long refused,
            Judged judged,
            long snapshotStep,
            Long snapshotAt,
            Budget budget,
            String band,
            String basis,
            String advice,
            List<Judged> gallery,
            List<String> seriesNames) {}

    /**
     * A privacy budget.
     *
     * @param epsilon spent so far, at {@code delta}
     * @param limit of epsilon, at which the site leaves; null where it set none
     * @param unit whom it protects, {@code image} or {@code patient}
     */
    public record Budget(double epsilon, Double limit, double delta, String unit) {

        static Budget of(PrivacyStatement statement) {
            return new Budget(
                    statement.spent(),
                    Double.isInfinite(statement.epsilon()) ? null : (Double) statement.epsilon(),
                    statement.delta(),
                    statement.unit());
        }
    }

    /**
     * A batch, or the image of one, that can be asked for.
     *
     * @param number the discriminator's steps after it
     * @param step of the generator that drew it
     * @param at when it was judged, milliseconds since 1970
     * @param rows of it that there are
     */
    public record Judged(long number, long step, long at, List<Integer> rows) {

        static Judged of(JudgedBatch batch) {
            List<Integer> rows = new ArrayList<>();
            for (int row = 0; row < batch.size(); row++) {
                rows.add(row);
            }
            return new Judged(batch.number(), batch.step(), batch.at().toEpochMilli(), rows);
        }
    }
}
