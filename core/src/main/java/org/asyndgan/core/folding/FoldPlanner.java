package org.asyndgan.core.folding;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.asyndgan.core.convergence.StoppingRule;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Drop;
import org.asyndgan.core.protocol.FoldRecord.Fold;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.Rejection.Kind;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;

/**
 * Collects what arrives and decides what the next record of the journal will be.
 *
 * <p>The weights of the sites are not renormalised over those that answered: a silent site contributes
 * nothing rather than making others louder.
 *
 * <p>Everything here is lost in a crash and nothing of it is missed: answers that were not yet
 * recorded are read again. Not thread-safe.
 */
public final class FoldPlanner {

    private final FoldSettings settings;
    private final Schedule schedule;
    private final RunShape shape;
    private final StalenessPolicy staleness;
    private final InstantSource clock;
    private final SiteWatch watch;
    private final TreeMap<BatchId, Waiting> waiting = new TreeMap<>();
    private final List<Drop> drops = new ArrayList<>();
    private final List<Drop> repeated = new ArrayList<>();
    private final TreeMap<SiteId, Long> readUpTo = new TreeMap<>();
    private Instant stepSince;

    /** @param shape of every image and mask of the run */
    public FoldPlanner(FoldSettings settings, Schedule schedule, RunShape shape, InstantSource clock) {
        this.settings = settings;
        this.schedule = schedule;
        this.shape = shape;
        this.staleness = settings.staleness();
        this.clock = clock;
        this.watch = new SiteWatch(settings, shape, clock);
        this.stepSince = clock.instant();
    }

    /**
     * Takes note of a manifest, which is a sign of life.
     *
     * @return why the site cannot take part, the first time in each session; nothing if it can, or if that was said
     */
    public Optional<Rejection> presented(SiteManifest manifest) {
        return watch.presented(manifest);
    }

    /**
     * Hands a mask to the library, unless it does not fit the run.
     *
     * @return why the site's masks are not taken, the first time; nothing if this one is, or if that was said
     */
    public Optional<Rejection> shared(SharedMask mask, long offset, ObjLongConsumer<SharedMask> library) {
        return watch.shared(mask, offset, library);
    }

    /** Takes one gradient and says what became of it. */
    public Offered offer(FoldState state, SiteGradient gradient, long offset) {
        SiteId site = gradient.site();
        read(site, offset);
        if (state.membership().isSuspended(site)) {
            return new Dropped(new Rejection(Kind.MEMBERSHIP, "is from a site that is suspended"));
        }
        var verdict = staleness.weigh(state.version(), gradient.drawnBy());
        if (verdict instanceof StalenessPolicy.Reject no
                && gradient.drawnBy().incarnation() != state.version().incarnation()) {
            watch.strayed(site);
            return drop(gradient.batch(), offset, no.why());
        }
        Optional<Rejection> fault = faultOf(state, gradient);
        if (fault.isPresent()) {
            watch.faulted(site);
            return drop(gradient.batch(), offset, fault.get());
        }
        if (state.drawnBy(gradient.batch()).isEmpty()
                || waiting.containsKey(gradient.batch())
                || isDropped(gradient.batch())) {
            watch.strayed(site);
            return drop(
                    gradient.batch(),
                    offset,
                    new Rejection(
                            Kind.NOT_OPEN, "answers a batch that is not open: it was folded, dropped or never drawn"));
        }
        watch.answeredWell(site);
        if (verdict instanceof StalenessPolicy.Reject no) {
            return drop(gradient.batch(), offset, no.why());
        }
        passOver(state, gradient.batch());
        waiting.put(gradient.batch(), new Waiting(gradient, offset));
        return new Kept();
    }

    private void read(SiteId site, long offset) {
        watch.heardOf(site);
        readUpTo.merge(site, offset + 1, Math::max);
    }

    /** What is wrong with a gradient by itself; nothing if it is sound or merely late. */
    private Optional<Rejection> faultOf(FoldState state, SiteGradient gradient) {
        Optional<GeneratorVersion> drawnBy = state.drawnBy(gradient.batch());
        if (drawnBy.isPresent() && !drawnBy.get().equals(gradient.drawnBy())) {
            return fault(Kind.FAULTY, "names " + gradient.drawnBy() + ", but the batch was drawn by " + drawnBy.get());
        }
        int[] expected = {schedule.batchSize(), shape.channels(), shape.height(), shape.width()};
        if (!Arrays.equals(gradient.gradient().shape(), expected)) {
            return fault(
                    Kind.FAULTY,
                    "has shape " + Arrays.toString(gradient.gradient().shape()) + ", but the batch was "
                            + Arrays.toString(expected));
        }
        double norm = gradient.gradient().norm();
        if (!Double.isFinite(norm)) {
            return fault(Kind.FAULTY, "is not finite");
        }
        if (norm > settings.maxGradientNorm()) {
            return fault(
                    Kind.NORM,
                    String.format(
                            Locale.ROOT, "has norm %.3g, over the bound of %.3g", norm, settings.maxGradientNorm()));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> fault(Kind kind, String reason) {
        return Optional.of(new Rejection(kind, reason));
    }

    /** Sites answer in order: what a site has not answered before this batch it never will. */
    private void passOver(FoldState state, BatchId answered) {
        for (BatchId earlier : state.pendingOf(answered.site())) {
            if (earlier.compareTo(answered) < 0 && !waiting.containsKey(earlier)) {
                drop(
                        earlier,
                        -1,
                        new Rejection(
                                Kind.PASSED_OVER,
                                "was passed over by its site, which answered batch " + answered + " instead"));
            }
        }
    }

    /**
     * Takes note of something that was no gradient; sites answer in order, so their oldest batch is lost.
     *
     * @param reason completes the sentence "the record …"
     */
    public void invalid(FoldState state, SiteId site, long offset, String reason) {
        read(site, offset);
        if (state.membership().isSuspended(site)) {
            return;
        }
        watch.faulted(site);
        state.pendingOf(site).stream()
                .filter(id -> !waiting.containsKey(id) && !isDropped(id))
                .findFirst()
                .ifPresent(id -> drop(id, offset, new Rejection(Kind.INVALID, reason)));
    }

    /** A record that drops a batch closes it, so what is refused of a batch that waits is told once that is folded. */
    private Dropped drop(BatchId batch, long offset, Rejection why) {
        (waiting.containsKey(batch) ? repeated : drops).add(new Drop(batch, offset, why));
        return new Dropped(why);
    }

    private boolean isDropped(BatchId batch) {
        return drops.stream().anyMatch(drop -> drop.batch().equals(batch));
    }

    /** The next record, its checksum still open, if it is time for one; the caller must apply it before it asks again. */
    public Optional<FoldStep> plan(FoldState state) {
        if (state.isFinished()) {
            return Optional.empty();
        }
        List<MemberChange> changes = watch.changes(state);
        if (state.membership().sites().isEmpty() && changes.size() < schedule.minSites()) {
            return Optional.empty();
        }
        changes.forEach(this::giveUp);
        boolean isFolding = isTimeToFold(state.membership());
        if (!isFolding && changes.isEmpty() && drops.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(write(state, changes, isFolding));
    }

    private boolean isTimeToFold(Membership membership) {
        if (waiting.isEmpty() || settings.mode() == FoldMode.ASYNC) {
            return !waiting.isEmpty();
        }
        Set<SiteId> answered = waiting.keySet().stream().map(BatchId::site).collect(Collectors.toSet());
        boolean isComplete = membership.sites().entrySet().stream()
                .allMatch(member -> !member.getValue().isActive() || answered.contains(member.getKey()));
        boolean isDeadlineOver = clock.instant().isAfter(stepSince.plus(settings.deadline()));
        return isComplete || (isDeadlineOver && waiting.size() >= settings.quorum());
    }

    private FoldStep write(FoldState state, List<MemberChange> changes, boolean isFolding) {
        List<Fold> folds = isFolding ? folds(state) : List.of();
        Map<BatchId, SiteGradient> gradients = new TreeMap<>();
        folds.forEach(
                one -> gradients.put(one.batch(), waiting.remove(one.batch()).gradient()));
        repeated.removeIf(drop -> !waiting.containsKey(drop.batch()) && drops.add(drop));
        GeneratorVersion made =
                folds.isEmpty() ? state.version() : state.version().next();
        long decided = folds.isEmpty() ? state.length() : length(state);
        long length = decided == 0 ? schedule.steps() : decided;
        boolean isFinished = made.step() >= length;
        FoldRecord record = new FoldRecord(
                made,
                folds,
                drops,
                changes,
                isFinished
                        ? List.of()
                        : batches(
                                state.membership()
                                        .changedBy(changes, state.version().step() + 1),
                                site -> stillOpen(state, site, gradients)),
                positions(),
                folds.isEmpty() ? 0 : schedule.rateAfter(state.version().step(), length),
                0,
                isFinished,
                folds.isEmpty() || state.beganWithoutCap() ? 0 : settings.siteCap(),
                decided);
        drops.clear();
        if (!record.folds().isEmpty() || !record.batches().isEmpty()) {
            stepSince = clock.instant();
        }
        return new FoldStep(record, gradients);
    }

    /** What was decided stays so. A run that would come out as long as it was begun goes on without a decision. */
    private long length(FoldState state) {
        long step = state.version().step();
        if (state.length() > 0 || !schedule.mayEndAfter(step) || !StoppingRule.isConverged(state.looks())) {
            return state.length();
        }
        long length = Math.max(step + 1, schedule.lengthAt(step));
        return length < schedule.steps() ? length : 0;
    }

    /** Answers that wait for a step and whose site has no share in it any more. */
    private void giveUp(MemberChange change) {
        if (change.status() != Status.LEFT && change.status() != Status.SUSPENDED) {
            return;
        }
        Rejection why = new Rejection(
                Kind.MEMBERSHIP,
                "is from a site that " + (change.status() == Status.LEFT ? "has left" : "is suspended"));
        List.copyOf(waiting.keySet()).stream()
                .filter(id -> id.site().equals(change.site()))
                .forEach(id -> drop(id, waiting.remove(id).offset(), why));
    }

    private List<Fold> folds(FoldState state) {
        Map<SiteId, Double> weights = state.membership().weights(settings.weighting());
        List<Fold> folds = new ArrayList<>();
        new TreeMap<>(waiting).forEach((id, answer) -> {
            var verdict = staleness.weigh(state.version(), answer.gradient().drawnBy());
            if (verdict instanceof StalenessPolicy.Accept yes) {
                folds.add(new Fold(
                        id,
                        answer.gradient().drawnBy().step(),
                        yes.lag(),
                        weights.getOrDefault(id.site(), 0.0) * yes.weight(),
                        answer.offset(),
                        answer.gradient().gradient().norm()));
            } else if (verdict instanceof StalenessPolicy.Reject no) {
                waiting.remove(id);
                drop(id, answer.offset(), no.why());
            }
        });
        folds.sort(Comparator.comparingLong(Fold::drawnAt).thenComparing(Fold::batch));
        return folds;
    }

    private long stillOpen(FoldState state, SiteId site, Map<BatchId, SiteGradient> folded) {
        return state.pendingOf(site).stream()
                .filter(id -> !folded.containsKey(id) && !isDropped(id))
                .count();
    }

    /** As many more batches for every active site as it may have in flight. */
    private List<BatchId> batches(Membership after, ToLongFunction<SiteId> open) {
        List<BatchId> batches = new ArrayList<>();
        after.sites().forEach((site, member) -> {
            long missing = member.isActive() ? settings.inFlight() - open.applyAsLong(site) : 0;
            for (long i = 0; i < missing; i++) {
                batches.add(new BatchId(site, member.nextSequence() + i));
            }
        });
        return batches;
    }

    /** A site is read again from its oldest answer that is still waiting. */
    private Map<SiteId, Long> positions() {
        Map<SiteId, Long> positions = new TreeMap<>(readUpTo);
        waiting.forEach((id, answer) -> positions.merge(id.site(), answer.offset(), Math::min));
        return positions;
    }

    /**
     * The record that begins a new incarnation from today's weights, its checksum still open: no batch of the one before
     * is open any more.
     *
     * @param incarnation above every one before
     * @param positions next offset to read in each site's gradient topic
     */
    public FoldStep reincarnate(FoldState state, int incarnation, Map<SiteId, Long> positions) {
        Rejection why = new Rejection(
                Kind.OTHER_INCARNATION,
                "was given up with incarnation " + state.version().incarnation());
        List<Drop> givenUp = state.membership().sites().keySet().stream()
                .flatMap(site -> state.pendingOf(site).stream())
                .map(id -> new Drop(id, -1, why))
                .toList();
        return FoldStep.of(new FoldRecord(
                new GeneratorVersion(incarnation, state.version().step()),
                List.of(),
                givenUp,
                List.of(),
                batches(state.membership().inIncarnation(incarnation), site -> 0),
                positions,
                0,
                0,
                state.isFinished(),
                0,
                state.length()));
    }

    /** What became of an offered gradient. */
    public sealed interface Offered {}

    /** It waits for the next step. */
    public record Kept() implements Offered {}

    /** @param why its reason completes the sentence "the gradient …" */
    public record Dropped(Rejection why) implements Offered {}

    private record Waiting(SiteGradient gradient, long offset) {}
}
