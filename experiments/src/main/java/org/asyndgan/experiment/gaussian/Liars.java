package org.asyndgan.experiment.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asyndgan.core.checkpoint.Checkpoints;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.experiment.ExperimentObserver;
import org.asyndgan.experiment.gan.InProcessTraining;
import org.asyndgan.experiment.gan.Lie;
import org.asyndgan.experiment.gan.SitePrivacy;
import org.asyndgan.experiment.gan.Tampering;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * What one site that lies does to the generator, with and without the cap on what a site adds to a step.
 *
 * <p>Unlike in the paper's experiment every site holds all three normal distributions, at random positions of its squares,
 * so that the honest sites know all there is to learn. The last site answers something else than it computed.
 *
 * <p>Where nobody lies there is a row of its own for three sites that hold one distribution each, as in the paper: what the
 * cap costs sites that are unlike each other.
 */
public final class Liars {

    private static final int IMAGES = 40;
    private static final int[] SITES = {3, 4, 8};
    private static final double TALLIED = 2;
    private static final String UNLIKE = ", each site another distribution";

    private final GaussianSettings settings;
    private final FoldMode mode;
    private final ExperimentObserver observer;
    private final Mixture truth = Mixture.PAPER;

    /**
     * @param settings steps are those in which each site answers once: in async mode the generator takes one a site
     * @param mode of folding; in async mode a step folds one site
     */
    public Liars(GaussianSettings settings, FoldMode mode, ExperimentObserver observer) {
        this.settings = settings;
        this.mode = mode;
        this.observer = observer;
    }

    /**
     * One row of the table.
     *
     * @param distances Wasserstein-1 distance to the mixture, mean over the seeds: without a cap, with a cap of 2, with
     *     {@link FoldSettings#usualSiteCap}, and with a cap of 1
     * @param factor mean by which a cap of 2 multiplied what the liar added
     * @param liar mean cosine of what the liar added to what the others did, with a cap of 2
     * @param honest the same of the honest site for which it is least
     */
    public record Row(int sites, String lie, List<Double> distances, double factor, double liar, double honest) {

        public Row {
            distances = List.copyOf(distances);
        }
    }

    /** Trains with each lie, at each number of sites, with all seeds. */
    public List<Row> run() {
        List<Row> rows = new ArrayList<>();
        for (int sites : SITES) {
            if (sites == truth.parts().size()) {
                rows.add(row(sites, Lie.NONE, true));
            }
            for (Lie lie : Lie.values()) {
                rows.add(row(sites, lie, false));
            }
        }
        return rows;
    }

    /** @param areUnlike says whether each site holds one of the distributions, not all */
    Row row(int sites, Lie lie, boolean areUnlike) {
        Tally tally = new Tally();
        Map<Double, Double> byCap = new TreeMap<>();
        List<Double> caps = List.of(0.0, TALLIED, FoldSettings.usualSiteCap(sites), 1.0);
        for (double cap : new TreeSet<>(caps)) {
            Tally told = cap == TALLIED ? tally : new Tally();
            double sum = 0;
            for (long seed = 1; seed <= settings.seeds(); seed++) {
                sum += distance(sites, lie, areUnlike, seed, cap, told);
            }
            byCap.put(cap, sum / settings.seeds());
        }
        String liar = name(sites - 1);
        return new Row(
                sites,
                lie.words() + (areUnlike ? UNLIKE : ""),
                caps.stream().map(byCap::get).toList(),
                tally.factors.get(liar).mean(),
                tally.agreements.get(liar).mean(),
                tally.agreements.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(liar))
                        .mapToDouble(entry -> entry.getValue().mean())
                        .min()
                        .orElseThrow());
    }

    private double distance(int sites, Lie lie, boolean areUnlike, long seed, double cap, Tally tally) {
        String name = lie.words() + (areUnlike ? UNLIKE : "");
        observer.began(sites + " sites, " + name + (cap > 0 ? ", cap " + cap : "") + ", seed " + seed, "");
        List<SiteDataset> datasets = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            datasets.add(site(site, areUnlike));
        }
        Tampering tampering = new Tampering(mode, cap, Map.of(new SiteId(name(sites - 1)), lie), tally::add);
        long steps = mode == FoldMode.ASYNC ? settings.steps() * sites : settings.steps();
        try (InProcessTraining gan = new InProcessTraining(
                Gaussians.gan(steps),
                new Gaussians.Perceptrons(),
                datasets,
                1,
                1,
                seed,
                ReleaseChoice.LAST,
                tampering,
                Checkpoints.NONE,
                SitePrivacy.NONE)) {
            double distance = truth.wasserstein(Gaussians.samples(gan.play((done, of, generator, discriminator) ->
                    observer.progressed(done, steps, String.format(Locale.ROOT, "D %.3f", discriminator)))));
            observer.found(String.format(Locale.ROOT, "Wasserstein-1 distance to the mixture %.4f", distance));
            return distance;
        }
    }

    private static String name(int site) {
        return "site-" + (site + 1);
    }

    /** @param isAlone says whether it holds but one of the distributions */
    private SiteDataset site(int site, boolean isAlone) {
        SplittableRandom random = new Seed(23).at("liars").at(site).random();
        int side = Gaussians.SIDE;
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            float[] values = new float[side * side];
            byte[] labels = new byte[side * side];
            for (int p = 0; p < values.length; p++) {
                labels[p] =
                        (byte) (isAlone ? site : random.nextInt(truth.parts().size()));
                Mixture.Normal part = truth.parts().get(labels[p]);
                double y = part.mean() + part.deviation() * random.nextGaussian();
                values[p] = (float) Math.max(-1, Math.min(1, y / Gaussians.SCALE));
            }
            pairs.add(new TrainingPair(
                    FloatTensor.adopt(values, 1, side, side),
                    LabelMap.adopt(side, side, truth.parts().size(), labels)));
        }
        DatasetSettings images = new DatasetSettings(side, Fit.CROP, 0, 1, IntensityScaling.NONE, Augmentation.NONE);
        return SiteDataset.of(name(site), new ClassTable(List.of(0, 1, 2)), images, pairs);
    }

    /** As Markdown, as docs/privacy.md shows it. */
    public static String markdown(List<Row> rows) {
        StringBuilder text = new StringBuilder(
                "| sites | the last one sends | no cap | cap 2 | the default cap | cap 1 | factor of cap 2 |"
                        + " its agreement | least honest agreement |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, "| %d | %s |", row.sites(), row.lie()));
            row.distances().forEach(distance -> text.append(String.format(Locale.ROOT, " %.2f |", distance)));
            text.append(String.format(Locale.ROOT, " %.3f | %.2f | %.2f |%n", row.factor(), row.liar(), row.honest()));
        }
        return text.toString();
    }

    /** What the sites added to the steps of some runs. */
    private static final class Tally {

        private final Map<String, Mean> factors = new TreeMap<>();
        private final Map<String, Mean> agreements = new TreeMap<>();

        void add(Map<SiteId, Contribution> added) {
            added.forEach((site, one) -> {
                factors.computeIfAbsent(site.slug(), first -> new Mean()).add(one.factor());
                one.agreement().ifPresent(cosine -> agreements
                        .computeIfAbsent(site.slug(), first -> new Mean())
                        .add(cosine));
            });
        }
    }

    private static final class Mean {

        private double sum;
        private long count;

        void add(double value) {
            sum += value;
            count++;
        }

        double mean() {
            return sum / count;
        }
    }
}
