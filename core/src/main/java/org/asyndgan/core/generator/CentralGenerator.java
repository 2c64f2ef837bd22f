package org.asyndgan.core.generator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Fold;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The generator G as a deterministic machine: state and journal record in, next state out.
 *
 * <p>It descends Σ_j π_j E[L_j(G(x))] (AsynDGAN's objective, docs/paper-map.md). A gradient ∂L_j/∂ŷ is
 * valid only for the pass that drew ŷ, so the weights of every version with unanswered batches are
 * kept, the pass is repeated with them (same masks, same dropout), the weighted gradients are
 * backpropagated through it, and the sum of the parameter gradients makes one Adam step on today's weights:
 * delayed gradient descent, exact at the weights it was asked at.
 *
 * <p>Not thread-safe: one machine belongs to one loop.
 */
public final class CentralGenerator {

    private final Network network;
    private final Optimizer optimizer;
    private final MaskLibrary masks;
    private final GeneratorSettings settings;
    private final Seed seed;

    private GeneratorVersion version = GeneratorVersion.INITIAL;
    private boolean finished;
    private float[] weights;
    private float[] average;
    private final TreeMap<Long, float[]> retainedWeights = new TreeMap<>();
    private final TreeMap<BatchId, PendingBatch> pending = new TreeMap<>();
    private final TreeMap<SiteId, Member> members = new TreeMap<>();
    private final TreeMap<SiteId, Long> positions = new TreeMap<>();
    private final GeneratorScore score = new GeneratorScore();

    /** What the network's activations belong to: the batches of its last pass, or nothing. */
    private List<PendingBatch> lastPass = List.of();

    /**
     * @param network with its initial weights; x [B, K, H, W] in, ŷ [B, C, H, W] out
     * @param optimizer of that network
     */
    public CentralGenerator(Network network, Optimizer optimizer, MaskLibrary masks, GeneratorSettings settings) {
        this.network = network;
        this.optimizer = optimizer;
        this.masks = masks;
        this.settings = settings;
        this.seed = new Seed(settings.seed());
        this.weights = network.parameters().values();
        this.average = weights.clone();
    }

    /**
     * Moves the state over one record of the journal, live and in every replay alike.
     *
     * <p>It draws no images: a replay leaves {@link #draw} out.
     *
     * @throws IllegalStateException if the record folds a batch that is not pending: the state is not
     *     the one before the record
     */
    public void apply(FoldStep step) {
        FoldRecord record = step.record();
        record.members().forEach(this::change);
        if (!record.folds().isEmpty()) {
            descend(step);
        }
        record.drops().forEach(drop -> pending.remove(drop.batch()));
        version = record.made();
        score(step);
        record.batches().forEach(this::register);
        positions.putAll(record.positions());
        finished = record.finished();
        retainedWeights
                .keySet()
                .retainAll(pending.values().stream()
                        .map(batch -> batch.drawnBy().step())
                        .toList());
    }

    private void change(MemberChange change) {
        Member known = members.getOrDefault(change.site(), new Member(change.status(), change.images(), 0));
        members.put(change.site(), known.with(change.status(), change.images()));
        masks.close(change.site());
        if (change.status() == Status.LEFT || change.status() == Status.SUSPENDED) {
            pending.keySet().removeIf(batch -> batch.site().equals(change.site()));
        }
    }

    private void descend(FoldStep step) {
        network.parameters().zeroGradients();
        SortedMap<Long, List<Fold>> byVersion = new TreeMap<>();
        for (Fold fold : step.record().folds()) {
            byVersion.computeIfAbsent(fold.drawnAt(), at -> new ArrayList<>()).add(fold);
        }
        byVersion.forEach((drawnAt, folds) -> {
            for (List<Fold> pass : passes(folds)) {
                backpropagate(drawnAt, pass, step.gradients());
            }
        });
        network.parameters().assign(weights);
        optimizer.step(step.record().learningRate());
        lastPass = List.of();
        weights = network.parameters().values();
        for (int i = 0; i < weights.length; i++) {
            average[i] = (float) (settings.averaging() * average[i] + (1 - settings.averaging()) * weights[i]);
        }
    }

    private void backpropagate(long drawnAt, List<Fold> folds, Map<BatchId, SiteGradient> gradients) {
        List<PendingBatch> batches = new ArrayList<>(folds.size());
        List<FloatTensor> weighted = new ArrayList<>(folds.size());
        for (Fold fold : folds) {
            PendingBatch batch = pending.remove(fold.batch());
            if (batch == null) {
                throw new IllegalStateException(
                        "The journal folds batch " + fold.batch() + ", which is not pending at step " + version.step()
                                + ": the state is not the one before this record");
            }
            batches.add(batch);
            weighted.add(gradients.get(fold.batch()).gradient().times(fold.weight()));
        }
        if (!batches.equals(lastPass)) {
            evaluate(retainedWeights.get(drawnAt), batches);
        }
        network.accumulateGradients(FloatTensor.concatRows(weighted));
    }

    private void score(FoldStep step) {
        boolean isMeasured = false;
        for (Fold fold : step.record().folds()) {
            OptionalDouble distance =
                    step.gradients().get(fold.batch()).report().distance();
            distance.ifPresent(measured -> score.add(fold.batch().site(), measured));
            isMeasured |= distance.isPresent();
        }
        if (isMeasured) {
            score.consider(version, siteWeights(), released());
        }
    }

    /** Weighted distance of its images from the sites' own: the smaller the better; nothing before every site with a share has measured one. */
    public OptionalDouble score() {
        return score.score(siteWeights());
    }

    /** The step whose weights have the smallest score so far; nothing before there is one. */
    public OptionalLong bestStep() {
        return score.best().stream().mapToLong(best -> best.version().step()).findFirst();
    }

    /**
     * Checks the weights that a record led to.
     *
     * @throws NotFiniteException if one of them is NaN or infinite
     */
    void requireFinite(FoldRecord record) {
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                throw new NotFiniteException(
                        "ADG-303",
                        "A weight of the generator became " + weight + " at step "
                                + record.made().step()
                                + network.parameters().originOfNonFinite()
                                + ", folding " + record.folds()
                                + ". Nothing was written; restart from the"
                                + " snapshot with a lower learning-rate, or look at the site with the largest norm.");
            }
        }
    }

    private FloatTensor evaluate(float[] at, List<PendingBatch> batches) {
        List<FloatTensor> inputs = new ArrayList<>(batches.size());
        List<Long> seeds = new ArrayList<>();
        for (PendingBatch batch : batches) {
            inputs.add(masks.oneHot(batch.id().site(), batch.masks()));
            Seed ofBatch =
                    seed.at("noise").at(batch.id().site().slug()).at(batch.id().sequence());
            for (int row = 0; row < batch.masks().size(); row++) {
                seeds.add(ofBatch.at(row).value());
            }
        }
        network.parameters().assign(at);
        lastPass = batches;
        return network.forward(
                FloatTensor.concatRows(inputs),
                seeds.stream().mapToLong(Long::longValue).toArray());
    }

    private void register(BatchId id) {
        pending.put(id, new PendingBatch(id, version, masks.choose(id, settings.batchSize())));
        members.computeIfPresent(id.site(), (site, member) -> member.afterBatch());
        retainedWeights.putIfAbsent(version.step(), weights);
    }

    /**
     * Begins a new incarnation from these weights: no batch of the one before is open any more.
     *
     * @param incarnation above every one before
     * @param positions next offset to read in each site's gradient topic
     * @param inFlight batches for every active site
     * @return the record to be written, already applied
     */
    FoldRecord reincarnate(int incarnation, Map<SiteId, Long> positions, int inFlight) {
        List<FoldRecord.Drop> drops = pending.keySet().stream()
                .map(id -> new FoldRecord.Drop(
                        id,
                        -1,
                        new Rejection(
                                Rejection.Kind.OTHER_INCARNATION,
                                "was given up with incarnation " + version.incarnation())))
                .toList();
        long firstSequence = (long) incarnation << Integer.SIZE;
        members.replaceAll((site, member) -> new Member(member.status(), member.images(), firstSequence));
        List<BatchId> batches = new ArrayList<>();
        members.forEach((site, member) -> {
            for (int i = 0; member.isActive() && i < inFlight; i++) {
                batches.add(new BatchId(site, firstSequence + i));
            }
        });
        FoldRecord record = new FoldRecord(
                new GeneratorVersion(incarnation, version.step()),
                List.of(),
                drops,
                List.of(),
                batches,
                positions,
                0,
                checksum(),
                finished);
        apply(FoldStep.of(record));
        return record;
    }

    /** Draws the images of pending batches with the weights that they belong to. */
    public List<SyntheticBatch> draw(Collection<BatchId> ids) {
        List<SyntheticBatch> drawn = new ArrayList<>(ids.size());
        for (List<BatchId> pass : passes(List.copyOf(ids))) {
            List<PendingBatch> batches = pass.stream().map(pending::get).toList();
            FloatTensor images =
                    evaluate(retainedWeights.get(batches.get(0).drawnBy().step()), batches);
            int row = 0;
            for (PendingBatch batch : batches) {
                int size = batch.masks().size();
                drawn.add(new SyntheticBatch(batch.id(), batch.drawnBy(), batch.masks(), images.rows(row, row + size)));
                row += size;
            }
        }
        return drawn;
    }

    /** Splits what belongs to one version into passes of at most {@code rowsPerPass} images. */
    private <T> List<List<T>> passes(List<T> batches) {
        int perPass = Math.max(1, settings.rowsPerPass() / settings.batchSize());
        List<List<T>> passes = new ArrayList<>();
        for (int from = 0; from < batches.size(); from += perPass) {
            passes.add(batches.subList(from, Math.min(batches.size(), from + perPass)));
        }
        return passes;
    }

    /** The weights that a release of this step is drawn with: the moving average, if there is one. */
    private float[] released() {
        return settings.averaging() > 0 ? average : weights;
    }

    private Optional<BestWeights> chosen(ReleaseChoice choice) {
        return choice == ReleaseChoice.BEST ? score.best() : Optional.empty();
    }

    /** The version whose weights draw a release of this choice. */
    GeneratorVersion released(ReleaseChoice choice) {
        return chosen(choice).map(BestWeights::version).orElse(version);
    }

    /** The images of masks of one site under the released weights. */
    FloatTensor release(
            SiteId site, List<org.asyndgan.core.protocol.MaskUse> uses, long[] noise, ReleaseChoice choice) {
        network.parameters().assign(chosen(choice).map(BestWeights::weights).orElse(released()));
        lastPass = List.of();
        return network.forward(masks.oneHot(site, uses), noise);
    }

    /** The batch with this id, if it is waiting for its answer. */
    public Optional<PendingBatch> pending(BatchId id) {
        return Optional.ofNullable(pending.get(id));
    }

    /** Ids of a site's unanswered batches, the oldest first. */
    public List<BatchId> pendingOf(SiteId site) {
        return pending.keySet().stream().filter(id -> id.site().equals(site)).toList();
    }

    public GeneratorVersion version() {
        return version;
    }

    public boolean isFinished() {
        return finished;
    }

    public Map<SiteId, Member> members() {
        return java.util.Collections.unmodifiableMap(members);
    }

    /** Next offset to read in each site's gradient topic. */
    public Map<SiteId, Long> positions() {
        return java.util.Collections.unmodifiableMap(positions);
    }

    /** π of every member that has a share in the objective. */
    public Map<SiteId, Double> siteWeights() {
        Map<SiteId, Integer> images = new TreeMap<>();
        members.forEach((site, member) -> {
            if (member.hasWeight()) {
                images.put(site, member.images());
            }
        });
        SiteWeighting weighting = settings.folding().weighting();
        return weighting.weigh(images);
    }

    public MaskLibrary masks() {
        return masks;
    }

    /** Number of weights. */
    public int parameterCount() {
        return weights.length;
    }

    /** CRC-32C of today's weights. */
    public long checksum() {
        return WeightsChecksum.of(weights);
    }

    GeneratorState state() {
        return new GeneratorState(
                version,
                finished,
                weights,
                average,
                optimizer.state(),
                retainedWeights,
                pending.values(),
                members,
                positions,
                score.distances(),
                score.best());
    }

    void restore(GeneratorState state) {
        version = state.version();
        finished = state.finished();
        weights = state.weights();
        average = state.average().clone();
        retainedWeights.clear();
        retainedWeights.putAll(state.retainedWeights());
        pending.clear();
        state.pending().forEach(batch -> pending.put(batch.id(), batch));
        members.clear();
        members.putAll(state.members());
        positions.clear();
        positions.putAll(state.positions());
        score.restore(state.distances(), state.best());
        lastPass = List.of();
        network.parameters().assign(weights);
        optimizer.restore(state.optimizer());
    }
}
