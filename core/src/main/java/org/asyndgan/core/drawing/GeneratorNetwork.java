package org.asyndgan.core.drawing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.asyndgan.core.checkpoint.WeightsChecksum;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Fold;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.optimizer.Optimizer;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * The generator's network: it draws with the weights that a batch belongs to and steps on today's.
 *
 * <p>A gradient with respect to an image is valid only for the pass that drew it. That pass is repeated with the same
 * weights, masks and dropout, unless the network's activations are still those of it. Not thread-safe.
 */
public final class GeneratorNetwork {

    private final Network network;
    private final Optimizer optimizer;
    private final MaskLibrary masks;
    private final Seed noise;
    private final int batchesPerPass;
    private final boolean tellsSitesApart;
    private final SiteNorms norms = new SiteNorms();
    private final Agreement agreement = new Agreement();
    private float[] weights;

    /** What the network's activations belong to: the batches of its last pass, or nothing. */
    private List<PendingBatch> lastPass = List.of();

    /**
     * @param network with its initial weights; x [B, K(1 + E), H, W] in, ŷ [B, C, H, W] out
     * @param optimizer of that network
     * @param noise seed of the dropout
     * @param batchesPerPass that the network evaluates at once at most, at least 1
     * @param tellsSitesApart draws the batches of each site in passes of their own, because steps will fold them so
     */
    public GeneratorNetwork(
            Network network,
            Optimizer optimizer,
            MaskLibrary masks,
            Seed noise,
            int batchesPerPass,
            boolean tellsSitesApart) {
        this.network = network;
        this.optimizer = optimizer;
        this.masks = masks;
        this.noise = noise;
        this.batchesPerPass = batchesPerPass;
        this.tellsSitesApart = tellsSitesApart;
        this.weights = network.parameters().values();
    }

    /** Draws the images of open batches of one version with the weights that they belong to. */
    public List<SyntheticBatch> draw(List<BatchId> ids, OpenBatches open) {
        List<SyntheticBatch> drawn = new ArrayList<>(ids.size());
        List<List<BatchId>> passes = tellsSitesApart
                ? bySite(ids, BatchId::site).values().stream()
                        .flatMap(own -> passes(own).stream())
                        .toList()
                : passes(ids);
        for (List<BatchId> pass : passes) {
            List<PendingBatch> batches =
                    pass.stream().map(id -> open.find(id).orElseThrow()).toList();
            FloatTensor images =
                    evaluate(open.weightsAt(batches.get(0).drawnBy().step()), batches);
            int row = 0;
            for (PendingBatch batch : batches) {
                int size = batch.masks().size();
                drawn.add(new SyntheticBatch(batch.id(), batch.drawnBy(), batch.masks(), images.rows(row, row + size)));
                row += size;
            }
        }
        return drawn;
    }

    /** The images of masks that belong to no batch, in the look of a site, in [-1, 1], [B, C, H, W]. */
    public FloatTensor draw(float[] with, List<LabelMap> shown, SiteId look, long[] seeds) {
        network.parameters().assign(with);
        lastPass = List.of();
        return network.forward(masks.inputs(shown, look), seeds);
    }

    /**
     * Takes one step of the optimizer on today's weights, and closes the batches whose gradients it folds.
     *
     * <p>Without a cap the gradients of one version share passes, whosever they are. With a cap each site has passes of its
     * own, which the record says, so that a replay adds the same numbers in the same order.
     *
     * @param members whose norms count for the cap
     * @return what each site added; empty where the record has no cap
     * @throws IllegalStateException if one of them is not open: the state is not the one before the record
     * @throws NotFiniteException if a weight became NaN or infinite
     */
    public Map<SiteId, Contribution> descend(FoldStep step, OpenBatches open, Set<SiteId> members) {
        Map<SiteId, Contribution> contributions = Map.of();
        if (step.record().siteCap() > 0) {
            contributions = accumulateCapped(step, open, members);
        } else {
            network.parameters().zeroGradients();
            accumulate(step.record().folds(), step, open);
        }
        network.parameters().assign(weights);
        optimizer.step(step.record().learningRate());
        lastPass = List.of();
        weights = network.parameters().values();
        requireFinite(step.record());
        return contributions;
    }

    private void accumulate(List<Fold> all, FoldStep step, OpenBatches open) {
        SortedMap<Long, List<Fold>> byVersion = new TreeMap<>();
        for (Fold fold : all) {
            byVersion.computeIfAbsent(fold.drawnAt(), at -> new ArrayList<>()).add(fold);
        }
        byVersion.forEach((drawnAt, folds) -> {
            for (List<Fold> pass : passes(folds)) {
                backpropagate(open.weightsAt(drawnAt), pass, step, open);
            }
        });
    }

    private Map<SiteId, Contribution> accumulateCapped(FoldStep step, OpenBatches open, Set<SiteId> members) {
        Map<SiteId, List<Fold>> folds =
                bySite(step.record().folds(), fold -> fold.batch().site());
        Map<SiteId, float[]> added = new TreeMap<>();
        // The site whose images were drawn last comes first: the activations may still be there.
        for (SiteId site : lastDrawnFirst(folds.keySet())) {
            network.parameters().zeroGradients();
            accumulate(folds.get(site), step, open);
            added.put(site, network.parameters().gradients());
        }
        Map<SiteId, Double> perWeight = new TreeMap<>();
        added.forEach((site, gradient) -> {
            double weight = folds.get(site).stream().mapToDouble(Fold::weight).sum();
            if (weight > 0) {
                perWeight.put(site, norm(gradient) / weight);
            }
        });
        Map<SiteId, Double> factors = norms.factors(perWeight, step.record().siteCap(), members);
        factors.forEach((site, factor) -> scale(added.get(site), factor));
        if (added.size() > 1 || factors.values().stream().anyMatch(factor -> factor < 1)) {
            network.parameters().assignGradients(sum(added));
        }
        agreement.take(added, members);
        Map<SiteId, Contribution> contributions = new TreeMap<>();
        factors.forEach((site, factor) ->
                contributions.put(site, new Contribution(perWeight.get(site), factor, agreement.of(site))));
        return contributions;
    }

    private List<SiteId> lastDrawnFirst(Set<SiteId> sites) {
        List<SiteId> order = new ArrayList<>(sites);
        lastPass.stream()
                .map(batch -> batch.id().site())
                .findFirst()
                .filter(order::remove)
                .ifPresent(last -> order.add(0, last));
        return order;
    }

    private static double norm(float[] gradient) {
        double sum = 0;
        for (float value : gradient) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static void scale(float[] gradient, double factor) {
        if (factor < 1) {
            for (int p = 0; p < gradient.length; p++) {
                gradient[p] = (float) (gradient[p] * factor);
            }
        }
    }

    /** In the order of sites, so that it is the same bits each time. */
    private static float[] sum(Map<SiteId, float[]> added) {
        float[] sum = null;
        for (float[] gradient : added.values()) {
            if (sum == null) {
                sum = gradient.clone();
            } else {
                for (int p = 0; p < sum.length; p++) {
                    sum[p] += gradient[p];
                }
            }
        }
        return sum;
    }

    private static <T> Map<SiteId, List<T>> bySite(List<T> all, Function<T, SiteId> whose) {
        Map<SiteId, List<T>> bySite = new TreeMap<>();
        for (T one : all) {
            bySite.computeIfAbsent(whose.apply(one), first -> new ArrayList<>()).add(one);
        }
        return bySite;
    }

    private void backpropagate(float[] with, List<Fold> folds, FoldStep step, OpenBatches open) {
        List<PendingBatch> batches = new ArrayList<>(folds.size());
        List<FloatTensor> weighted = new ArrayList<>(folds.size());
        for (Fold fold : folds) {
            batches.add(open.close(fold.batch())
                    .orElseThrow(() -> new IllegalStateException("Step "
                            + step.record().made().step() + " of the journal folds batch " + fold.batch()
                            + ", which is not pending: the state is not the one before this record")));
            weighted.add(step.gradients().get(fold.batch()).gradient().times(fold.weight()));
        }
        if (!batches.equals(lastPass)) {
            evaluate(with, batches);
        }
        network.accumulateGradients(FloatTensor.concatRows(weighted));
    }

    private void requireFinite(FoldRecord record) {
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

    private FloatTensor evaluate(float[] with, List<PendingBatch> batches) {
        List<FloatTensor> inputs = new ArrayList<>(batches.size());
        List<Long> seeds = new ArrayList<>();
        for (PendingBatch batch : batches) {
            inputs.add(masks.inputs(batch.id().site(), batch.masks()));
            Seed ofBatch = noise.at(batch.id().site().slug()).at(batch.id().sequence());
            for (int row = 0; row < batch.masks().size(); row++) {
                seeds.add(ofBatch.at(row).value());
            }
        }
        network.parameters().assign(with);
        lastPass = batches;
        return network.forward(
                FloatTensor.concatRows(inputs),
                seeds.stream().mapToLong(Long::longValue).toArray());
    }

    private <T> List<List<T>> passes(List<T> batches) {
        List<List<T>> passes = new ArrayList<>();
        for (int from = 0; from < batches.size(); from += batchesPerPass) {
            passes.add(batches.subList(from, Math.min(batches.size(), from + batchesPerPass)));
        }
        return passes;
    }

    /** Today's weights, not to be changed. */
    public float[] weights() {
        return weights;
    }

    /** CRC-32C of today's weights. */
    public long checksum() {
        return WeightsChecksum.of(weights);
    }

    /** The optimizer's moments. */
    public AdamState optimizerState() {
        return optimizer.state();
    }

    /** How long the sites' gradients were, which the cap depends on. */
    public Map<SiteId, List<Double>> norms() {
        return norms.all();
    }

    /** Goes on from what a snapshot holds. */
    public void restore(float[] saved, AdamState moments, Map<SiteId, List<Double>> lastNorms) {
        norms.restore(lastNorms);
        weights = saved;
        lastPass = List.of();
        network.parameters().assign(saved);
        optimizer.restore(moments);
    }
}
