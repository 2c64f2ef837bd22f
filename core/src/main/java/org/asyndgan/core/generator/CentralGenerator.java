package org.asyndgan.core.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.drawing.GeneratorNetwork;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.drawing.OpenBatches;
import org.asyndgan.core.drawing.PendingBatch;
import org.asyndgan.core.folding.FoldState;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.RunProgress;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.release.GeneratorScore;
import org.asyndgan.core.release.ReleaseSource;
import org.asyndgan.core.release.ReleaseWeights;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.random.Seed;

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
public final class CentralGenerator implements FoldState {

    private final GeneratorSettings settings;
    private final MaskLibrary masks;
    private final GeneratorNetwork network;
    private final OpenBatches open = new OpenBatches();
    private final ReleaseWeights released;
    private final ReleaseDrawing releases;
    private RunProgress progress = RunProgress.BEGINNING;
    private Map<SiteId, Contribution> contributions = Map.of();

    /**
     * @param network with its initial weights; x [B, K(1 + E), H, W] in, E of {@link MaskLibrary}, ŷ [B, C, H, W] out
     * @param optimizer of that network
     */
    public CentralGenerator(Network network, Optimizer optimizer, MaskLibrary masks, GeneratorSettings settings) {
        this.settings = settings;
        this.masks = masks;
        int batchesPerPass = settings.rowsPerPass() / settings.schedule().batchSize();
        Seed noise = new Seed(settings.seed()).at("noise");
        this.network = new GeneratorNetwork(
                network,
                optimizer,
                masks,
                noise,
                batchesPerPass,
                settings.folding().siteCap() > 0);
        this.released = new ReleaseWeights(
                this.network.weights(), settings.averaging(), settings.folding().weighting());
        this.releases = new ReleaseDrawing(this.network, released, masks, this::progress);
    }

    /**
     * Moves the state over one record of the journal, live and in every replay alike.
     *
     * <p>It draws no images: a replay leaves {@link #draw} out.
     *
     * @throws IllegalStateException if the record folds a batch that is not pending: the state is not
     *     the one before the record
     * @throws NotFiniteException if a weight became NaN or infinite
     */
    public void apply(FoldStep step) {
        FoldRecord record = step.record();
        record.members().forEach(change -> masks.close(change.site(), change.masksEnd()));
        record.members().forEach(open::closeIfGone);
        progress = progress.after(record);
        if (!record.folds().isEmpty()) {
            contributions = network.descend(step, open, progress.active());
            released.follow(network.weights());
        }
        record.drops().forEach(drop -> open.close(drop.batch()));
        score().take(step, membership(), released.today());
        for (BatchId id : record.batches()) {
            List<MaskUse> uses = masks.choose(id, settings.schedule().batchSize());
            open.add(new PendingBatch(id, version(), uses), network.weights());
        }
        open.forgetClosed();
    }

    @Override
    public boolean beganWithoutCap() {
        return version().step() > 0 && network.norms().isEmpty();
    }

    /** What each site added to the newest step; empty where that step had no cap. */
    public Map<SiteId, Contribution> contributions() {
        return contributions;
    }

    /** Draws the images of pending batches of one version with the weights that they belong to. */
    public List<SyntheticBatch> draw(List<BatchId> ids) {
        return network.draw(ids, open).stream()
                .map(batch -> batch.ofLength(progress.length().knownTo(batch.drawnBy())))
                .toList();
    }

    /** Takes note of what the previews of today's step show, for the decision when the run has converged. */
    public void see(List<Preview> previews) {
        progress = progress.afterLook(previews);
    }

    /** Steps of the whole run, as far as they are known today. */
    public long steps() {
        return length() == 0 ? settings.schedule().steps() : length();
    }

    /** What releases and previews are drawn from. */
    public ReleaseSource releases() {
        return releases;
    }

    /** The same with other weights, such as those of a snapshot. */
    ReleaseSource releases(float[] weights) {
        return releases.with(weights);
    }

    /** How far the sites find its images from their own. */
    public GeneratorScore score() {
        return released.score();
    }

    @Override
    public RunProgress progress() {
        return progress;
    }

    @Override
    public Optional<GeneratorVersion> drawnBy(BatchId batch) {
        return open.find(batch).map(PendingBatch::drawnBy);
    }

    @Override
    public List<BatchId> pendingOf(SiteId site) {
        return open.of(site);
    }

    /** The masks that the sites have shared. */
    public MaskLibrary masks() {
        return masks;
    }

    @Override
    public int masksOf(SiteId site) {
        return masks.count(site);
    }

    /** Number of weights. */
    public int parameterCount() {
        return network.weights().length;
    }

    /** CRC-32C of today's weights. */
    public long checksum() {
        return network.checksum();
    }

    GeneratorState state() {
        return new GeneratorState(
                progress,
                network.weights(),
                released.average(),
                network.optimizerState(),
                open.retainedWeights(),
                open.all(),
                score().distances(),
                score().best(),
                network.norms());
    }

    void restore(GeneratorState state) {
        progress = state.progress();
        membership().sites().forEach((site, member) -> masks.close(site, member.masksEnd()));
        network.restore(state.weights(), state.optimizer(), state.norms());
        open.restore(state.pending(), state.retainedWeights());
        released.restore(state.weights(), state.average());
        score().restore(state.distances(), state.best());
    }
}
