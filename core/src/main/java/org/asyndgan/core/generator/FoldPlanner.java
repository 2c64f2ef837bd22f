package org.asyndgan.core.generator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.folding.StalenessPolicy;
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
 * recorded are read again.
 */
public final class FoldPlanner {

    private final GeneratorSettings settings;
    private final FoldSettings folding;
    private final StalenessPolicy staleness;
    private final RunShape shape;
    private final InstantSource clock;
    private final TreeMap<BatchId, Waiting> waiting = new TreeMap<>();
    private final List<Drop> drops = new ArrayList<>();
    private final TreeMap<SiteId, Long> readUpTo = new TreeMap<>();
    private final TreeMap<SiteId, Instant> heard = new TreeMap<>();
    private final TreeMap<SiteId, SiteManifest> manifests = new TreeMap<>();
    private final TreeMap<SiteId, Integer> faults = new TreeMap<>();
    private final TreeMap<SiteId, Integer> strays = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();
    private Instant stepSince;

    /** @param shape of every image and mask of the run */
    public FoldPlanner(GeneratorSettings settings, RunShape shape, InstantSource clock) {
        this.settings = settings;
        this.folding = settings.folding();
        this.staleness = folding.staleness();
        this.shape = shape;
        this.clock = clock;
        this.stepSince = clock.instant();
    }

    /** Takes one gradient and says what became of it. */
    public Offered offer(CentralGenerator generator, SiteGradient gradient, long offset) {
        SiteId site = gradient.site();
        heard.put(site, clock.instant());
        readUpTo.merge(site, offset + 1, Math::max);
        if (isSuspended(generator, site)) {
            return new Dropped(new Rejection(Kind.MEMBERSHIP, "is from a site that is suspended"));
        }
        var verdict = staleness.weigh(generator.version(), gradient.drawnBy());
        if (verdict instanceof StalenessPolicy.Reject no
                && gradient.drawnBy().incarnation() != generator.version().incarnation()) {
            strayed(site);
            return drop(gradient.batch(), offset, no.why());
        }
        Optional<Rejection> fault = faultOf(generator, gradient);
        if (fault.isPresent()) {
            faults.merge(site, 1, Integer::sum);
            return drop(gradient.batch(), offset, fault.get());
        }
        Optional<PendingBatch> asked = generator.pending(gradient.batch());
        if (asked.isEmpty() || waiting.containsKey(gradient.batch())) {
            strayed(site);
            return drop(
                    gradient.batch(),
                    offset,
                    new Rejection(
                            Kind.NOT_OPEN, "answers a batch that is not open: it was folded, dropped or never drawn"));
        }
        faults.remove(site);
        strays.remove(site);
        if (verdict instanceof StalenessPolicy.Reject no) {
            return drop(gradient.batch(), offset, no.why());
        }
        for (BatchId earlier : generator.pendingOf(site)) {
            if (earlier.compareTo(gradient.batch()) < 0 && !waiting.containsKey(earlier)) {
                drop(
                        earlier,
                        -1,
                        new Rejection(
                                Kind.PASSED_OVER,
                                "was passed over by its site, which answered batch " + gradient.batch() + " instead"));
            }
        }
        waiting.put(gradient.batch(), new Waiting(gradient, offset));
        return new Kept();
    }

    private static boolean isSuspended(CentralGenerator generator, SiteId site) {
        Member member = generator.members().get(site);
        return member != null && member.status() == Status.SUSPENDED;
    }

    /** After a restart a site's unfolded answers are read again, as many as may be in flight; more are its fault. */
    private void strayed(SiteId site) {
        if (strays.merge(site, 1, Integer::sum) > folding.inFlight()) {
            faults.merge(site, 1, Integer::sum);
        }
    }

    /** What is wrong with a gradient by itself; nothing if it is sound or merely late. */
    private Optional<Rejection> faultOf(CentralGenerator generator, SiteGradient gradient) {
        Optional<PendingBatch> asked = generator.pending(gradient.batch());
        if (asked.isPresent() && !asked.get().drawnBy().equals(gradient.drawnBy())) {
            return fault(
                    Kind.FAULTY,
                    "names " + gradient.drawnBy() + ", but the batch was drawn by "
                            + asked.get().drawnBy());
        }
        int[] expected = {settings.batchSize(), shape.channels(), shape.height(), shape.width()};
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
        if (norm > folding.maxGradientNorm()) {
            return fault(
                    Kind.NORM,
                    String.format(
                            java.util.Locale.ROOT,
                            "has norm %.3g, over the bound of %.3g",
                            norm,
                            folding.maxGradientNorm()));
        }
        return Optional.empty();
    }

    private static Optional<Rejection> fault(Kind kind, String reason) {
        return Optional.of(new Rejection(kind, reason));
    }

    /** Takes note of something that was no gradient; sites answer in order, so their oldest batch is lost. */
    public void invalid(CentralGenerator generator, Arrival.Invalid record) {
        heard.put(record.site(), clock.instant());
        readUpTo.merge(record.site(), record.offset() + 1, Math::max);
        if (isSuspended(generator, record.site())) {
            return;
        }
        faults.merge(record.site(), 1, Integer::sum);
        generator.pendingOf(record.site()).stream()
                .filter(id -> !waiting.containsKey(id)
                        && drops.stream().noneMatch(drop -> drop.batch().equals(id)))
                .findFirst()
                .ifPresent(id -> drop(id, record.offset(), new Rejection(Kind.INVALID, record.reason())));
    }

    /**
     * Takes note of a manifest, which is a sign of life.
     *
     * @return why the site cannot take part, the first time in each session; nothing if it can, or if that was said
     */
    public Optional<Rejection> presented(SiteManifest manifest) {
        Optional<Rejection> fault = shape.faultOf(manifest);
        if (fault.isPresent()) {
            return refused.add(manifest.site() + " " + manifest.session()) ? fault : Optional.empty();
        }
        manifests.put(manifest.site(), manifest);
        heard.put(manifest.site(), clock.instant());
        return Optional.empty();
    }

    /**
     * Hands a mask to the library, unless it does not fit the run.
     *
     * @return why the site's masks are not taken, the first time; nothing if this one is, or if that was said
     */
    public Optional<Rejection> shared(MaskLibrary masks, SharedMask mask) {
        Optional<Rejection> fault = shape.faultOf(mask);
        if (fault.isEmpty()) {
            masks.add(mask);
            return Optional.empty();
        }
        return refused.add(mask.site().slug()) ? fault : Optional.empty();
    }

    private Dropped drop(BatchId batch, long offset, Rejection why) {
        drops.add(new Drop(batch, offset, why));
        return new Dropped(why);
    }

    /** The next record, its checksum still open, if it is time for one; the caller must apply it before it asks again. */
    public Optional<FoldStep> plan(CentralGenerator generator) {
        if (generator.isFinished()) {
            return Optional.empty();
        }
        List<MemberChange> changes = membershipChanges(generator);
        if (generator.members().isEmpty() && changes.size() < settings.minSites()) {
            return Optional.empty();
        }
        boolean fold = isTimeToFold(generator);
        if (!fold && changes.isEmpty() && drops.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(write(generator, changes, fold));
    }

    private boolean isTimeToFold(CentralGenerator generator) {
        if (waiting.isEmpty() || folding.mode() == FoldMode.ASYNC) {
            return !waiting.isEmpty();
        }
        long missing = generator.members().entrySet().stream()
                .filter(member -> member.getValue().isActive())
                .filter(member ->
                        waiting.keySet().stream().noneMatch(id -> id.site().equals(member.getKey())))
                .count();
        boolean deadlineOver = clock.instant().isAfter(stepSince.plus(folding.deadline()));
        return missing == 0 || (deadlineOver && waiting.size() >= folding.quorum());
    }

    private List<MemberChange> membershipChanges(CentralGenerator generator) {
        List<MemberChange> changes = new ArrayList<>();
        Instant now = clock.instant();
        manifests.forEach((site, manifest) -> {
            Member member = generator.members().get(site);
            boolean present = manifest.presence() == SiteManifest.Presence.JOINED;
            if (member == null) {
                if (present && generator.masks().count(site) >= manifest.masks()) {
                    changes.add(new MemberChange(site, Status.JOINED, manifest.images(), manifest.privacy()));
                }
            } else if (member.status() != Status.SUSPENDED) {
                statusOf(site, member, present, now)
                        .filter(next -> next != member.status())
                        .ifPresent(next ->
                                changes.add(new MemberChange(site, next, manifest.images(), manifest.privacy())));
            }
        });
        return changes;
    }

    private Optional<Status> statusOf(SiteId site, Member member, boolean present, Instant now) {
        if (faults.getOrDefault(site, 0) >= folding.faultsUntilSuspended()) {
            return Optional.of(Status.SUSPENDED);
        }
        if (!present) {
            return Optional.of(Status.LEFT);
        }
        boolean silent = heard.get(site).plus(folding.silence()).isBefore(now);
        if (member.isActive()) {
            return silent ? Optional.of(Status.SILENT) : Optional.empty();
        }
        return silent ? Optional.empty() : Optional.of(Status.RETURNED);
    }

    private FoldStep write(CentralGenerator generator, List<MemberChange> changes, boolean fold) {
        Map<SiteId, Member> after = new TreeMap<>(generator.members());
        for (MemberChange change : changes) {
            Member known = after.getOrDefault(change.site(), new Member(change.status(), change.images(), 0));
            after.put(change.site(), new Member(change.status(), change.images(), known.nextSequence()));
            if (change.status() == Status.LEFT || change.status() == Status.SUSPENDED) {
                giveUp(change);
            }
        }
        List<Fold> folds = fold && !waiting.isEmpty() ? folds(generator) : List.of();
        Map<BatchId, SiteGradient> gradients = new TreeMap<>();
        folds.forEach(
                one -> gradients.put(one.batch(), waiting.remove(one.batch()).gradient()));
        GeneratorVersion made =
                folds.isEmpty() ? generator.version() : generator.version().next();
        boolean finished = made.step() >= settings.steps();
        FoldRecord record = new FoldRecord(
                made,
                folds,
                drops,
                changes,
                finished ? List.of() : batches(generator, after, gradients.keySet()),
                positions(),
                folds.isEmpty()
                        ? 0
                        : settings.learningRate().at(generator.version().step(), settings.steps()),
                0,
                finished);
        drops.clear();
        stepSince = clock.instant();
        return new FoldStep(record, gradients);
    }

    /** Answers that wait for a step and whose site has no share in it any more. */
    private void giveUp(MemberChange change) {
        Rejection why = new Rejection(
                Kind.MEMBERSHIP,
                "is from a site that " + (change.status() == Status.LEFT ? "has left" : "is suspended"));
        List.copyOf(waiting.keySet()).stream()
                .filter(id -> id.site().equals(change.site()))
                .forEach(id -> drop(id, waiting.remove(id).offset(), why));
    }

    private List<Fold> folds(CentralGenerator generator) {
        Map<SiteId, Double> weights = generator.siteWeights();
        List<Fold> folds = new ArrayList<>();
        waiting.forEach((id, answer) -> {
            var verdict = staleness.weigh(generator.version(), answer.gradient().drawnBy());
            if (verdict instanceof StalenessPolicy.Accept yes) {
                folds.add(new Fold(
                        id,
                        answer.gradient().drawnBy().step(),
                        yes.lag(),
                        weights.getOrDefault(id.site(), 0.0) * yes.weight(),
                        answer.offset(),
                        answer.gradient().gradient().norm()));
            } else if (verdict instanceof StalenessPolicy.Reject no) {
                drop(id, answer.offset(), no.why());
            }
        });
        drops.forEach(drop -> waiting.remove(drop.batch()));
        folds.sort(java.util.Comparator.comparingLong(Fold::drawnAt).thenComparing(Fold::batch));
        return folds;
    }

    /** One more batch for every active site that may have another in flight. */
    private List<BatchId> batches(
            CentralGenerator generator, Map<SiteId, Member> after, java.util.Set<BatchId> folded) {
        List<BatchId> batches = new ArrayList<>();
        after.forEach((site, member) -> {
            long open = generator.pendingOf(site).stream()
                    .filter(id -> !folded.contains(id)
                            && drops.stream().noneMatch(drop -> drop.batch().equals(id)))
                    .count();
            for (long sequence = member.nextSequence(); member.isActive() && open < folding.inFlight(); sequence++) {
                batches.add(new BatchId(site, sequence));
                open++;
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

    /** What became of an offered gradient. */
    public sealed interface Offered {}

    /** It waits for the next step. */
    public record Kept() implements Offered {}

    /** @param why its reason completes the sentence "the gradient …" */
    public record Dropped(Rejection why) implements Offered {}

    private record Waiting(SiteGradient gradient, long offset) {}
}
