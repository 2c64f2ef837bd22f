package org.asyndgan.live.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.convergence.Convergence;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.convergence.Looks;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.worker.page.Series;

/**
 * A run as the live page shows it: state, sites, series, probe images and activity.
 *
 * <p>One thread fills it, any number read it. A record that was seen already is left out, so a reader may begin again at
 * any earlier position. Memory is bounded: {@value #BUCKETS} points a series, {@value #MOST_SERIES} series,
 * {@value #MOST_ACTIVITIES} activities, {@value #MOST_PREVIEW_BYTES} bytes of probe images and
 * {@value #MOST_SENT_BYTES} of batches.
 */
public final class RunView {

    static final int BUCKETS = 1024;
    static final int MOST_SERIES = 4096;
    static final int MOST_ACTIVITIES = 2000;
    static final long MOST_PREVIEW_BYTES = 96L << 20;
    static final long MOST_SENT_BYTES = 24L << 20;

    /** After this long without a step a run that is not over is said to stand still. */
    static final Duration STALLED = Duration.ofMinutes(2);

    /** Too frequent for the feed; they make the series. */
    private static final Set<String> NOT_SHOWN =
            Set.of("stepped", "answered", "trained", "releasing", "snapshotted", "validated", "configured");

    private static final int MOST_SITES = 1000;
    private static final int MOST_PROVENANCE = 10_000;

    private final String run;
    private final String began;
    private final Series series = new Series(BUCKETS, MOST_SERIES);
    private final Series segmentation = new Series(BUCKETS, MOST_SERIES);
    private final ProbeImages previews = new ProbeImages(MOST_PREVIEW_BYTES);
    private final SentBatches sent = new SentBatches(MOST_SENT_BYTES);
    private final Looks looks = new Looks();
    private final Feed feed = new Feed(MOST_ACTIVITIES);
    private final TreeMap<String, SiteView> sites = new TreeMap<>();
    private final TreeMap<String, Double> scores = new TreeMap<>();
    private final TreeMap<String, String> provenance = new TreeMap<>();
    private final Map<String, Long> next = new HashMap<>();
    private long activities;
    private long revision;
    private long step;
    private long steps;
    private int incarnation;
    private boolean isFinished;
    private int released;
    private Optional<Integer> batchSize = Optional.empty();
    private Optional<Double> stepsPerSecond = Optional.empty();
    private Optional<Instant> lastStep = Optional.empty();
    private Optional<Instant> lastEvent = Optional.empty();
    private Optional<Instant> previewed = Optional.empty();
    private String connection = "connecting";
    private Optional<String> unsampled = Optional.empty();

    /**
     * @param sites that take part
     * @param began something that tells this view from one of an earlier process
     */
    public RunView(String run, Collection<String> sites, String began) {
        this.run = run;
        this.began = began;
        sites.forEach(site -> this.sites.put(site, new SiteView(site)));
    }

    /** Takes an event of a worker. */
    public synchronized void event(Position position, RunEvent event) {
        if (!isNew(position)) {
            return;
        }
        seen(event.at());
        Optional<SiteView> site = siteOf(event);
        site.ifPresent(known -> known.heard(event.at()));
        Optional.ofNullable(event.texts().get("privacy"))
                .ifPresent(words -> site.ifPresent(known -> known.states(words)));
        switch (isAuthor(event) ? event.type() : "") {
            case "started" -> started(event, site);
            case "configured" -> event.texts().forEach((name, text) -> provide(event.source() + " " + name, text));
            case "stepped" -> stepped(event);
            case "trained", "validated" ->
                event.values().forEach((name, value) -> {
                    if (!name.equals("segmentationStep") && !name.equals("steps")) {
                        segmentation.put(name, stepOf(event), event.at().toEpochMilli(), value);
                    }
                });
            case "scored" -> scores.putAll(finite(event.values()));
            case "released" -> released = Math.max(released, number(event, "release"));
            default -> {}
        }
        if (!NOT_SHOWN.contains(event.type())) {
            feed.add(new Activity(
                    activities++,
                    position.id(),
                    event.at().toEpochMilli(),
                    event.source(),
                    event.type(),
                    event.step(),
                    finite(event.values()),
                    event.texts()));
        }
    }

    /** A site writes what it likes to its topic: what generator and trainer tell counts from them alone. */
    private static boolean isAuthor(RunEvent event) {
        return event.type().equals("started") || !event.source().startsWith("site/");
    }

    private void provide(String name, String value) {
        if (provenance.containsKey(name) || provenance.size() < MOST_PROVENANCE) {
            provenance.put(name, value);
        }
    }

    private static Map<String, Double> finite(Map<String, Double> values) {
        TreeMap<String, Double> finite = new TreeMap<>(values);
        finite.values().removeIf(value -> !Double.isFinite(value));
        return finite;
    }

    private static long stepOf(RunEvent event) {
        return Math.max(0, number(event, "segmentationStep"));
    }

    private static int number(RunEvent event, String name) {
        return event.values().getOrDefault(name, 0.0).intValue();
    }

    private Optional<SiteView> siteOf(RunEvent event) {
        return event.source().startsWith("site/") ? site(event.source().substring("site/".length())) : Optional.empty();
    }

    private Optional<SiteView> site(String name) {
        if (!sites.containsKey(name) && sites.size() < MOST_SITES) {
            sites.put(name, new SiteView(name));
        }
        return Optional.ofNullable(sites.get(name));
    }

    private void started(RunEvent event, Optional<SiteView> site) {
        event.texts().forEach((name, text) -> provide(event.source() + " " + name, text));
        event.values().forEach((name, value) -> provide(event.source() + " " + name, plain(value)));
        if (event.source().equals("generator")) {
            steps = event.values().getOrDefault("steps", 0.0).longValue();
            Optional.ofNullable(event.values().get("batchSize")).ifPresent(b -> batchSize = Optional.of(b.intValue()));
        }
        Optional.ofNullable(event.texts().get("loss"))
                .ifPresent(loss -> site.ifPresent(known -> known.balance().loss(loss)));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private void stepped(RunEvent event) {
        long at = event.at().toEpochMilli();
        event.values().forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (name.equals("steps")) {
                steps = value.longValue();
            } else if (name.equals("stepsPerSecond")) {
                stepsPerSecond = Optional.of(value).filter(Double::isFinite);
            }
            if (dot > 0 && name.substring(0, dot).endsWith("Loss")) {
                site(name.substring(dot + 1)).ifPresent(site -> site.loss(name.substring(0, dot), value));
            }
            if (!name.equals("steps") && !name.startsWith("folds.") && !name.startsWith("pending.")) {
                series.put(name, event.step(), at, value);
            }
        });
    }

    /**
     * Takes a record of the journal.
     *
     * @param at when it was written
     */
    public synchronized void record(Position position, FoldRecord record, Instant at) {
        if (!isNew(position)) {
            return;
        }
        seen(at);
        step = record.made().step();
        incarnation = record.made().incarnation();
        isFinished = record.finished();
        record.members().forEach(change -> site(change.site().slug()).ifPresent(site -> site.joined(change)));
        record.folds().forEach(fold -> site(fold.batch().site().slug()).ifPresent(site -> site.folded(fold, at)));
        record.drops().forEach(drop -> site(drop.batch().site().slug()).ifPresent(site -> site.dropped(drop, at)));
        record.batches().forEach(batch -> site(batch.site().slug()).ifPresent(site -> site.drawn(batch, at)));
        if (!record.folds().isEmpty()) {
            lastStep = Optional.of(at);
        }
    }

    /** Takes a probe image. */
    public synchronized void preview(Position position, ProbeImage preview, Instant at) {
        if (!isNew(position)) {
            return;
        }
        seen(at);
        Instant before = previewed.orElse(at);
        looks.add(preview.step(), preview.probe(), preview.site(), preview.image(), preview.labels())
                .ifPresent(look -> show(look, before.toEpochMilli()));
        previewed = Optional.of(at);
        previews.put(preview);
    }

    /** @param at when the look's own previews were drawn, not those of the next step that end it */
    private void show(Look look, long at) {
        look.change().ifPresent(change -> series.put("previewChange", look.step(), at, change));
        look.contrast().forEach((site, contrast) -> series.put("maskContrast." + site, look.step(), at, contrast));
    }

    /** Takes the first images of a batch that a site was sent. */
    public synchronized void sent(SentBatch batch) {
        revision++;
        sent.put(batch);
    }

    /** Says why no batches are sampled. */
    public synchronized void unsampled(String why) {
        revision++;
        unsampled = Optional.of(why);
    }

    /** Whether the log can be read; the text says why not. */
    public synchronized void connection(String state) {
        connection = state;
        revision++;
    }

    private boolean isNew(Position position) {
        Long expected = next.get(position.topic());
        if (expected != null && position.offset() < expected) {
            return false;
        }
        next.put(position.topic(), position.offset() + 1);
        return true;
    }

    private void seen(Instant at) {
        revision++;
        lastEvent = lastEvent.filter(before -> before.isAfter(at)).or(() -> Optional.of(at));
    }

    /** Next offset to be read of each topic that was read. */
    public synchronized Map<String, Long> positions() {
        return Map.copyOf(next);
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /** Tells this view from one of another process. */
    public String began() {
        return began;
    }

    /** All but series, images and feed. */
    public synchronized Summary summary(Instant now) {
        List<SiteView.Row> rows = new ArrayList<>();
        sites.values().forEach(site -> rows.add(site.row(now, batchSize, isFinished)));
        Convergence convergence = Convergence.of(looks.newest(), Map.of(), isFinished, steps);
        return new Summary(
                run,
                began,
                revision,
                now.toEpochMilli(),
                connection,
                state(now),
                step,
                steps,
                incarnation,
                stepsPerSecond.orElse(null),
                lastEvent.map(Instant::toEpochMilli).orElse(null),
                lastStep.map(Instant::toEpochMilli).orElse(null),
                released,
                Map.copyOf(scores),
                (int) sites.values().stream()
                        .filter(site -> site.isAnswering(now))
                        .count(),
                rows,
                previews.steps(),
                previews.probes(),
                sent.rows(),
                unsampled.orElse(null),
                alerts(now, convergence),
                convergence,
                Map.copyOf(provenance),
                series.names(),
                segmentation.names());
    }

    private String state(Instant now) {
        if (!scores.isEmpty() && isFinished) {
            return "scored";
        }
        if (isFinished) {
            return released > 0 ? "released" : "finished";
        }
        if (lastStep.isEmpty()) {
            return "waiting for sites";
        }
        return isStalled(now) ? "no step" : "training";
    }

    private boolean isStalled(Instant now) {
        return !isFinished
                && lastStep.filter(at -> at.plus(STALLED).isBefore(now)).isPresent();
    }

    private List<String> alerts(Instant now, Convergence convergence) {
        List<String> alerts = new ArrayList<>();
        if (isStalled(now)) {
            alerts.add("No step for more than " + STALLED.toMinutes()
                    + " minutes. /health of the generator says what it waits for.");
        }
        sites.forEach((name, site) -> {
            SiteView.Row row = site.row(now, batchSize, isFinished);
            if (!isFinished) {
                standing(name, site, now).ifPresent(alerts::add);
            }
            if (row.isNotFinite()) {
                alerts.add("A loss of site " + name + " is not finite. Lower the learning rate.");
            }
            if (!isFinished && !row.advice().isEmpty()) {
                alerts.add("Site " + name + ": " + row.balance() + ". " + row.advice());
            }
        });
        if (isFinished && convergence.isUnfinished()) {
            alerts.add(convergence.sentence() + " " + convergence.advice());
        }
        return alerts;
    }

    /** What a person should see to; nothing where a site answers, has left by itself or has not come yet. */
    private static Optional<String> standing(String name, SiteView site, Instant now) {
        return switch (site.journalled()) {
            case "active" ->
                site.isAnswering(now)
                        ? Optional.empty()
                        : Optional.of("Site " + name + " has sent nothing for more than " + SiteView.SILENT.toMinutes()
                                + " minutes.");
            case "silent" ->
                Optional.of(
                        "Site " + name + " is silent: it was not heard of for too long, and the run goes on without it"
                                + " until it is.");
            case "suspended" ->
                Optional.of("Site " + name + " is suspended: too many of its answers in a row were faulty. \""
                        + "asyndgan dead-letters\" says why.");
            default -> Optional.empty();
        };
    }

    /** @param names wanted, all where there are none */
    public synchronized Series.Table series(List<String> names) {
        return series.table(names);
    }

    /** All sites' series of one kind as one: smallest, largest and mean. */
    public synchronized Series.Table across(String kind) {
        return series.across(kind);
    }

    /** Series over the segmentation trainer's own steps. */
    public synchronized Series.Table segmentation(List<String> names) {
        return segmentation.table(names);
    }

    public synchronized Optional<ProbeImage> preview(long at, int probe) {
        return previews.at(at, probe);
    }

    public synchronized Optional<SentImage> sent(String site, long sequence, int row) {
        return sent.image(site, sequence, row);
    }

    /** The newest activities, the oldest of them first. */
    public synchronized List<Activity> newest(int count) {
        return feed.newest(count);
    }

    /** Activities with this number and later ones. */
    public synchronized List<Activity> from(long number) {
        return feed.from(number);
    }

    /** The number of the activity after the one of this record; nothing if the record is not in the feed. */
    public synchronized Optional<Long> after(String id) {
        return feed.find(id).map(entry -> entry.number() + 1);
    }

    /**
     * What the page shows besides series, images and feed. What is not known is null, never 0.
     *
     * @param began tells this view from one of another process
     * @param now by the server's clock, milliseconds since 1970
     * @param connection whether the log is read, or why it cannot be
     * @param state waiting for sites, training, no step, finished, released or scored
     * @param steps of the whole run; 0 where not known
     * @param scores of the last segmentation network, such as {@code dice} and {@code dice.mercy}
     * @param answering sites that take part and were heard of lately
     * @param previewSteps steps with probe images
     * @param sent the newest batches that were sampled, one a site
     * @param unsampled why no batches are sampled; null where they are
     * @param alerts sentences, the most urgent first
     * @param convergence whether the images are still getting better
     */
    public record Summary(
            String run,
            String began,
            long revision,
            long now,
            String connection,
            String state,
            long step,
            long steps,
            int incarnation,
            Double stepsPerSecond,
            Long lastEvent,
            Long lastStep,
            int released,
            Map<String, Double> scores,
            int answering,
            List<SiteView.Row> sites,
            List<Long> previewSteps,
            List<ProbeImages.Probe> probes,
            List<SentBatch.Row> sent,
            String unsampled,
            List<String> alerts,
            Convergence convergence,
            Map<String, String> provenance,
            List<String> seriesNames,
            List<String> segmentationNames) {}
}
