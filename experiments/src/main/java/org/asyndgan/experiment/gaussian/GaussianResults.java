package org.asyndgan.experiment.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.experiment.report.DensityPage;
import org.asyndgan.experiment.report.DensityPage.Density;

/**
 * What the arms came to.
 *
 * @param arms in the order of the paper's figure
 */
public record GaussianResults(GaussianSettings settings, Mixture truth, List<Arm> arms) {

    private static final double EDGE = 8;
    private static final int CELLS = 160;

    public GaussianResults {
        arms = List.copyOf(arms);
    }

    /**
     * One arm.
     *
     * @param distances Wasserstein-1 distance to the mixture, one a seed
     * @param density of the first seed's samples, over 160 cells from -8 to 8
     */
    public record Arm(String name, List<Double> distances, List<Double> density) {

        static Arm of(String name, List<double[]> seeds, Mixture truth) {
            double[] density = new double[CELLS];
            double[] first = seeds.get(0);
            for (double sample : first) {
                int cell = (int) Math.floor((sample + EDGE) / (2 * EDGE) * CELLS);
                density[Math.max(0, Math.min(CELLS - 1, cell))] += CELLS / (2 * EDGE) / first.length;
            }
            return new Arm(
                    name,
                    seeds.stream().map(truth::wasserstein).toList(),
                    java.util.Arrays.stream(smoothed(density)).boxed().toList());
        }

        /** Neighbouring cells share, so that the steps of 8 bits do not show as teeth. */
        private static double[] smoothed(double[] cells) {
            double[] smooth = new double[cells.length];
            for (int i = 0; i < cells.length; i++) {
                double sum = 0;
                double weights = 0;
                for (int d = -3; d <= 3; d++) {
                    if (i + d >= 0 && i + d < cells.length) {
                        sum += (4 - Math.abs(d)) * cells[i + d];
                        weights += 4 - Math.abs(d);
                    }
                }
                smooth[i] = sum / weights;
            }
            return smooth;
        }

        /** Mean over the seeds. */
        public double distance() {
            return distances.stream().mapToDouble(d -> d).average().orElse(0);
        }
    }

    private Arm arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst().orElseThrow();
    }

    /** AsynDGAN's distance divided by Syn-All's. */
    public double againstAll() {
        return arm("AsynDGAN").distance() / arm("Syn-All").distance();
    }

    /** The best subset's distance divided by AsynDGAN's. */
    public double againstBestSubset() {
        return arms.stream()
                        .filter(arm -> arm.name().startsWith("Syn-Subset"))
                        .mapToDouble(Arm::distance)
                        .min()
                        .orElse(0)
                / arm("AsynDGAN").distance();
    }

    /** The result in one sentence. */
    public String verdict() {
        return String.format(
                Locale.ROOT,
                "AsynDGAN’s distance to the true mixture is %.2f times Syn-All’s, and the best single site’s is %.1f"
                        + " times AsynDGAN’s.",
                againstAll(),
                againstBestSubset());
    }

    /** As Markdown, as docs/experiments.md shows it. */
    public String markdown() {
        StringBuilder text =
                new StringBuilder("| arm | Wasserstein-1, mean | least | most |\n| --- | --- | --- | --- |\n");
        for (Arm arm : arms) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.4f | %.4f |%n",
                    arm.name(),
                    arm.distance(),
                    arm.distances().stream().mapToDouble(d -> d).min().orElse(0),
                    arm.distances().stream().mapToDouble(d -> d).max().orElse(0)));
        }
        return text.toString();
    }

    /** The figure and the table as one page. */
    public String html() {
        List<Density> densities = new ArrayList<>();
        List<Double> real = new ArrayList<>();
        for (int cell = 0; cell < CELLS; cell++) {
            real.add(truth.density(-EDGE + (cell + 0.5) * 2 * EDGE / CELLS));
        }
        for (Arm arm : arms) {
            densities.add(new Density(arm.name(), arm.distance(), arm.density()));
        }
        return new DensityPage(verdict(), -EDGE, EDGE, real, densities, settings.steps(), settings.seeds()).html();
    }
}
