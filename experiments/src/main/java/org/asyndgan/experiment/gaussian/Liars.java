package org.asyndgan.experiment.gaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.asyndgan.core.drawing.Contribution;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.experiment.ExperimentObserver;
import org.asyndgan.experiment.gan.InProcessTraining;
import org.asyndgan.experiment.gan.Tampering;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.ClassTable;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;

/**
 * What one site that lies does to the generator, with and without the cap on what a site adds to a step.
 *
 * <p>Unlike in the paper's experiment every site holds all three normal distributions, at random positions of its squares,
 * so that the honest sites know all there is to learn. The last site answers something else than it computed.
 */
public final class Liars {

    private static final int IMAGES = 40;
    private static final int[] SITES = {3, 4, 8};
    private static final double USUAL = 2;
    private static final double TIGHT = 1;
    private static final float LOUD = 100;

    private final GaussianSettings settings;
    private final ExperimentObserver observer;
    private final Mixture truth = Mixture.PAPER;

    public Liars(GaussianSettings settings, ExperimentObserver observer) {
        this.settings = settings;
        this.observer = observer;
    }

    private static Map<String, UnaryOperator<SiteGradient>> lies() {
        Map<String, UnaryOperator<SiteGradient>> lies = new LinkedHashMap<>();
        lies.put("nobody lies", UnaryOperator.identity());
        lies.put("sign flipped", answer -> with(answer, answer.gradient().times(-1)));
        lies.put("100 times", answer -> with(answer, answer.gradient().times(LOUD)));
        lies.put("flipped, 100 times", answer -> with(answer, answer.gradient().times(-LOUD)));
        lies.put("1 at each pixel", Liars::constant);
        return lies;
    }

    private static SiteGradient constant(SiteGradient answer) {
        float[] ones = new float[answer.gradient().size()];
        Arrays.fill(ones, 1);
        return with(answer, FloatTensor.adopt(ones, answer.gradient().shape()));
    }

    private static SiteGradient with(SiteGradient answer, FloatTensor gradient) {
        return new SiteGradient(answer.batch(), answer.drawnBy(), gradient, answer.report());
    }

    /**
     * One row of the table.
     *
     * @param open Wasserstein-1 distance to the mixture without the cap, mean over the seeds
     * @param usual the same with a cap of 2
     * @param tight the same with a cap of 1
     * @param factor mean by which a cap of 2 multiplied what the liar added
     * @param liar mean cosine of what the liar added to what the others did, with a cap of 2
     * @param honest the same of the honest site for which it is least
     */
    public record Row(
            int sites,
            String lie,
            double open,
            double usual,
            double tight,
            double factor,
            double liar,
            double honest) {}

    /** Trains with each lie, at each number of sites, with all seeds. */
    public List<Row> run() {
        List<Row> rows = new ArrayList<>();
        for (int sites : SITES) {
            lies().forEach((name, lie) -> rows.add(row(sites, name, lie)));
        }
        return rows;
    }

    private Row row(int sites, String name, UnaryOperator<SiteGradient> lie) {
        double open = 0;
        double usual = 0;
        double tight = 0;
        Tally tally = new Tally();
        for (long seed = 1; seed <= settings.seeds(); seed++) {
            open += distance(sites, name, lie, seed, 0, new Tally()) / settings.seeds();
            usual += distance(sites, name, lie, seed, USUAL, tally) / settings.seeds();
            tight += distance(sites, name, lie, seed, TIGHT, new Tally()) / settings.seeds();
        }
        String liar = name(sites - 1);
        return new Row(
                sites,
                name,
                open,
                usual,
                tight,
                tally.factors.get(liar).mean(),
                tally.agreements.get(liar).mean(),
                tally.agreements.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(liar))
                        .mapToDouble(entry -> entry.getValue().mean())
                        .min()
                        .orElseThrow());
    }

    private double distance(
            int sites, String name, UnaryOperator<SiteGradient> lie, long seed, double cap, Tally tally) {
        observer.began(sites + " sites, " + name + (cap > 0 ? ", cap " + cap : "") + ", seed " + seed, "");
        List<SiteDataset> datasets = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            datasets.add(site(site));
        }
        Tampering tampering = new Tampering(cap, Map.of(new SiteId(name(sites - 1)), lie), tally::add);
        try (InProcessTraining gan = new InProcessTraining(
                Gaussians.gan(settings.steps()),
                new Gaussians.Perceptrons(),
                datasets,
                1,
                1,
                seed,
                ReleaseChoice.LAST,
                tampering)) {
            double distance = truth.wasserstein(Gaussians.samples(gan.play((done, generator, discriminator) ->
                    observer.progressed(done, settings.steps(), String.format("D %.3f", discriminator)))));
            observer.found(String.format(Locale.ROOT, "Wasserstein-1 distance to the mixture %.4f", distance));
            return distance;
        }
    }

    private static String name(int site) {
        return "site-" + (site + 1);
    }

    private SiteDataset site(int site) {
        SplittableRandom random = new Seed(23).at("liars").at(site).random();
        int side = Gaussians.SIDE;
        List<TrainingPair> pairs = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            float[] values = new float[side * side];
            byte[] labels = new byte[side * side];
            for (int p = 0; p < values.length; p++) {
                labels[p] = (byte) random.nextInt(truth.parts().size());
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
                "| sites | the last one sends | no cap | cap 2 | cap 1 | factor of cap 2 |"
                        + " its agreement | least honest agreement |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %.2f | %.2f | %.2f | %.3f | %.2f | %.2f |%n",
                    row.sites(),
                    row.lie(),
                    row.open(),
                    row.usual(),
                    row.tight(),
                    row.factor(),
                    row.liar(),
                    row.honest()));
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
