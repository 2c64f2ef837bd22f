package org.asyndgan.experiment.gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.site.ImageDistanceSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.AdamState;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Federated averaging of whole GANs: what today's federated frameworks do with a GAN.
 *
 * <p>Every site trains a generator and a discriminator on its own images for one local epoch; then the weights of all
 * generators, and of all discriminators, are replaced by their mean, weighted by the sites' images (McMahan et al.
 * 2017). Adam's moments stay at the sites. The budget is that of {@link InProcessTraining}: as many images are drawn and compared
 * in all, rounds ending where it is spent. Pairs are drawn with a moving average over the rounds, as long in images
 * as InProcessTraining's is in steps. Deterministic. Not thread-safe.
 */
public final class FedAvgGan implements AutoCloseable {

    private final GanSettings settings;
    private final Network network;
    private final Adam optimizer;
    private final MaskLibrary masks;
    private final TreeMap<SiteId, Local> locals = new TreeMap<>();
    private final Seed noise;
    private final long budget;
    private final double totalImages;
    private float[] average;
    private long steps;

    /** @param views masks lent of every training pair */
    public FedAvgGan(GanSettings settings, Networks networks, List<SiteDataset> datasets, int views, long seed) {
        this.settings = settings;
        this.budget = settings.steps() * datasets.size();
        Seed seeds = new Seed(seed).at("game");
        this.noise = new Seed(seed).at("noise");
        this.network = networks.generator(seeds.at("generator").value());
        this.optimizer = new Adam(network.parameters(), AdamSettings.GAN);
        this.masks = new MaskLibrary(new Seed(seed), settings.symmetry(), settings.siteCode());
        float[] weights = network.parameters().values();
        this.average = weights.clone();
        float[] firstDiscriminator = null;
        double images = 0;
        for (SiteDataset dataset : datasets) {
            // A discriminator's learning rate goes by the batch's step, which here is the site's share of the budget.
            InProcessTraining.Site site = InProcessTraining.Site.open(
                    settings,
                    networks,
                    dataset,
                    views,
                    seeds,
                    settings.steps(),
                    ImageDistanceSettings.NEVER,
                    SitePrivacy.NONE);
            site.masks().all().forEach(mask -> masks.add(mask, 0));
            Parameters own = site.network().parameters();
            if (firstDiscriminator == null) {
                firstDiscriminator = own.values();
            }
            own.assign(firstDiscriminator);
            locals.put(site.id(), new Local(site, weights, optimizer.state(), 0));
            images += dataset.trainSize();
        }
        this.totalImages = images;
    }

    /** Steps of all sites together. */
    public long budget() {
        return budget;
    }

    /** Spends the budget and draws the synthetic pairs. */
    public SyntheticSet play(GanObserver observer) {
        while (steps < budget) {
            for (SiteId site : locals.keySet()) {
                trainLocally(site, observer);
            }
            mergeGenerators();
            mergeDiscriminators();
        }
        network.parameters()
                .assign(
                        settings.averaging() > 0
                                ? average
                                : network.parameters().values());
        return drawn();
    }

    /** One epoch over the site's masks, cut short where the budget ends. */
    private void trainLocally(SiteId id, GanObserver observer) {
        Local local = locals.get(id);
        network.parameters().assign(local.weights());
        optimizer.restore(local.moments());
        long epoch = Math.max(1, local.site().masks().count() / settings.batchSize());
        long sequence = local.sequence();
        for (long i = 0; i < epoch && steps < budget; i++) {
            step(local.site(), sequence++, observer);
            steps++;
        }
        locals.put(id, new Local(local.site(), network.parameters().values(), optimizer.state(), sequence));
    }

    private void step(InProcessTraining.Site site, long sequence, GanObserver observer) {
        BatchId batch = new BatchId(site.id(), sequence);
        List<MaskUse> uses = masks.choose(batch, settings.batchSize());
        long[] seeds = new long[uses.size()];
        for (int row = 0; row < seeds.length; row++) {
            seeds[row] = noise.at(site.id().slug()).at(sequence).at(row).value();
        }
        FloatTensor images = network.forward(masks.inputs(site.id(), uses), seeds);
        long elapsed = steps * settings.steps() / budget;
        var drawnBy = new GeneratorVersion(1, elapsed);
        SiteGradient answer = site.discriminator()
                .answer(InProcessTraining.rounded(new SyntheticBatch(batch, drawnBy, uses, images)), () -> 0);
        network.parameters().zeroGradients();
        network.accumulateGradients(answer.gradient());
        optimizer.step(settings.central(0, 1, settings.batchSize(), ReleaseChoice.LAST)
                .schedule()
                .rateAfter(elapsed, settings.steps()));
        observer.stepped(
                steps + 1,
                budget,
                answer.report().adversarialLoss(),
                answer.report().discriminatorLoss().orElseThrow());
    }

    private void mergeGenerators() {
        float[] mean = new float[network.parameters().count()];
        locals.values().forEach(local -> addTo(mean, local.weights(), local.share(totalImages)));
        // A round is as many of InProcessTraining's steps as it draws images; the average forgets as fast.
        double stepsARound = totalImages / settings.batchSize() / locals.size();
        double keep = settings.averaging() == 0 ? 0 : Math.pow(settings.averaging(), stepsARound);
        for (int i = 0; i < mean.length; i++) {
            average[i] = (float) (keep * average[i] + (1 - keep) * mean[i]);
        }
        locals.replaceAll((id, local) -> new Local(local.site(), mean, local.moments(), local.sequence()));
        network.parameters().assign(mean);
    }

    private void mergeDiscriminators() {
        float[] mean = new float
                [locals.firstEntry().getValue().site().network().parameters().count()];
        locals.values()
                .forEach(
                        local -> addTo(mean, local.site().network().parameters().values(), local.share(totalImages)));
        locals.values().forEach(local -> local.site().network().parameters().assign(mean));
    }

    private static void addTo(float[] sum, float[] values, double weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (float) (weight * values[i]);
        }
    }

    /** Every mask once, in the order of the sites, or as many as are asked for, shared by the sites' masks. */
    private SyntheticSet drawn() {
        Map<SiteId, Integer> counts = new TreeMap<>();
        locals.forEach((id, local) -> counts.put(id, local.site().masks().count()));
        long all = counts.values().stream().mapToLong(Integer::longValue).sum();
        long wanted = settings.samples() == 0 ? all : settings.samples();
        List<TrainingPair> pairs = new ArrayList<>();
        long before = 0;
        for (Map.Entry<SiteId, Integer> site : counts.entrySet()) {
            long after = before + site.getValue();
            int share = (int) (wanted * after / all - wanted * before / all);
            before = after;
            List<MaskUse> uses = masks.choose(new BatchId(site.getKey(), 0), share);
            for (int from = 0; from < share; from += settings.batchSize()) {
                draw(site.getKey(), uses.subList(from, Math.min(share, from + settings.batchSize())), pairs);
            }
        }
        return new SyntheticSet(pairs);
    }

    private void draw(SiteId site, List<MaskUse> uses, List<TrainingPair> pairs) {
        long[] seeds = new long[uses.size()];
        for (int row = 0; row < seeds.length; row++) {
            seeds[row] = noise.at("release").at(pairs.size() + row).value();
        }
        FloatTensor images = network.forward(masks.inputs(site, uses), seeds);
        for (int row = 0; row < uses.size(); row++) {
            FloatTensor image = images.rows(row, row + 1).reshape(images.dim(1), images.dim(2), images.dim(3));
            pairs.add(new TrainingPair(EightBit.rounded(image), masks.labels(site, uses.get(row))));
        }
    }

    @Override
    public void close() {
        network.close();
        locals.values().forEach(local -> local.site().network().close());
    }

    /** What a site holds between its turns. */
    @SuppressWarnings("ArrayRecordComponent") // replaced, never compared
    private record Local(InProcessTraining.Site site, float[] weights, AdamState moments, long sequence) {

        double share(double totalImages) {
            return site.images() / totalImages;
        }
    }
}
