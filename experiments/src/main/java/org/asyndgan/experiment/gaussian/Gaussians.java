package org.asyndgan.experiment.gaussian;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.experiment.ExperimentObserver;
import org.asyndgan.experiment.gan.GanSettings;
import org.asyndgan.experiment.gan.InProcessTraining;
import org.asyndgan.experiment.gan.Networks;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.experiment.gan.SyntheticSet;
import org.asyndgan.experiment.gan.Tampering;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.Perceptron;
import org.asyndgan.nn.architecture.PerceptronSettings;
import org.asyndgan.nn.architecture.ResnetSettings.Decoder;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * Trains the arms Syn-All, Syn-Subset-1 to 3 and AsynDGAN, through the same {@link InProcessTraining} as images.
 *
 * <p>A site's "image" is a square of independent draws from its distribution, its "mask" says at every position which
 * site's it is: the condition x. Networks are perceptrons that look at one position at a time; the generator's noise
 * is normal. y / 8 is what the networks see, rounded to 8 bits like pixels, which is 0.06 in y and moves a
 * Wasserstein distance by at most half of that.
 */
public final class Gaussians {

    /** Real and synthetic numbers are y divided by this, to lie in [-1, 1]. */
    static final double SCALE = 8;

    static final int SIDE = 16;
    private static final int IMAGES = 40;
    private static final int DRAWN = 120;
    private static final int NOISE = 2;
    private static final int WIDTH = 32;
    private static final int LAYERS = 2;

    private final GaussianSettings settings;
    private final Mixture truth = Mixture.PAPER;
    private final ExperimentObserver observer;

    public Gaussians(GaussianSettings settings, ExperimentObserver observer) {
        this.settings = settings;
        this.observer = observer;
    }

    /**
     * Trains all arms with all seeds.
     *
     * @return the results in the order of the paper's figure
     */
    public GaussianResults run() {
        List<SiteDataset> sites = new ArrayList<>();
        for (int site = 0; site < truth.parts().size(); site++) {
            sites.add(site(site));
        }
        Map<String, List<SiteDataset>> arms = new LinkedHashMap<>();
        arms.put("Syn-All", List.of(SiteDataset.pooled("all", sites)));
        for (int site = 0; site < sites.size(); site++) {
            arms.put("Syn-Subset-" + (site + 1), List.of(sites.get(site)));
        }
        arms.put("AsynDGAN", sites);
        List<GaussianResults.Arm> results = new ArrayList<>();
        arms.forEach((name, datasets) -> {
            List<double[]> drawn = new ArrayList<>();
            for (long seed = 1; seed <= settings.seeds(); seed++) {
                drawn.add(draw(name, datasets, seed));
            }
            results.add(GaussianResults.Arm.of(name, drawn, truth));
        });
        return new GaussianResults(settings, truth, results);
    }

    private SiteDataset site(int site) {
        Mixture.Normal part = truth.parts().get(site);
        SplittableRandom random = new Seed(17).at("gaussian").at(site).random();
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            float[] values = new float[SIDE * SIDE];
            byte[] labels = new byte[SIDE * SIDE];
            for (int p = 0; p < values.length; p++) {
                double y = part.mean() + part.deviation() * random.nextGaussian();
                values[p] = (float) Math.max(-1, Math.min(1, y / SCALE));
                labels[p] = (byte) site;
            }
            pairs.add(new TrainingPair(
                    FloatTensor.adopt(values, 1, SIDE, SIDE),
                    LabelMap.adopt(SIDE, SIDE, truth.parts().size(), labels)));
        }
        DatasetSettings images = new DatasetSettings(SIDE, Fit.CROP, 0, 1, IntensityScaling.NONE, Augmentation.NONE);
        return SiteDataset.of("site-" + (site + 1), new ClassTable(List.of(0, 1, 2)), images, pairs);
    }

    private double[] draw(String arm, List<SiteDataset> sites, long seed) {
        observer.began(arm + ", seed " + seed, "");
        // Every arm compares as many images a step.
        int images = truth.parts().size() / sites.size();
        try (InProcessTraining gan = new InProcessTraining(
                gan(settings.steps()),
                new Perceptrons(),
                sites,
                1,
                images,
                seed,
                ReleaseChoice.LAST,
                Tampering.NONE,
                Checkpoints.NONE,
                SitePrivacy.NONE)) {
            SyntheticSet drawn = gan.play((done, of, generator, discriminator) ->
                    observer.progressed(done, settings.steps(), String.format(Locale.ROOT, "D %.3f", discriminator)));
            double[] samples = samples(drawn);
            observer.found(String.format(
                    Locale.ROOT, "Wasserstein-1 distance to the mixture %.4f", truth.wasserstein(samples)));
            return samples;
        }
    }

    /** How all GANs of this package are trained. */
    static GanSettings gan(long steps) {
        return new GanSettings(
                steps,
                1,
                WIDTH,
                LAYERS,
                0,
                WIDTH,
                LAYERS,
                AdversarialLoss.CROSS_ENTROPY,
                2e-3,
                2e-3,
                0.5,
                0.99,
                SiteWeighting.IMAGES,
                Augmentation.NONE,
                PairChoice.NAMED_BY_GENERATOR,
                DRAWN,
                ReleaseMasks.SHARED,
                Decoder.TRANSPOSED,
                0,
                0,
                DiscriminatorKind.PATCH,
                NormLayer.INSTANCE,
                Until.STEPS);
    }

    /** All numbers of synthetic squares. */
    static double[] samples(SyntheticSet drawn) {
        List<TrainingPair> pairs = drawn.pairs();
        double[] samples = new double[pairs.size() * SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = pairs.get(i / (SIDE * SIDE)).image().at(i % (SIDE * SIDE)) * SCALE;
        }
        return samples;
    }

    /** Perceptrons for one number a position under three conditions. */
    record Perceptrons() implements Networks {

        @Override
        public Network generator(long seed) {
            return new Perceptron(new PerceptronSettings(3, NOISE, WIDTH, LAYERS, 1, true), seed);
        }

        @Override
        public Network discriminator(long seed) {
            return new Perceptron(new PerceptronSettings(4, 0, WIDTH, LAYERS, 1, false), seed);
        }
    }
}
