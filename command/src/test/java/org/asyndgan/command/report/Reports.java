package org.asyndgan.command.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.asyndgan.command.report.RunReport.Arm;
import org.asyndgan.command.report.RunReport.LossCurve;
import org.asyndgan.command.report.RunReport.Site;
import org.asyndgan.core.convergence.Convergence;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;

/** Made-up reports of three sites. */
final class Reports {

    static final Arm OURS = new Arm("asyndgan", 96, 0.842, 0.861, 0.978, 6.25);
    static final Arm POOLED = new Arm("real-all", 96, 0.880, 0.893, 0.984, 4.5);
    static final Arm MERCY = new Arm("real-mercy", 40, 0.811, 0.780, 0.986, 8.1);
    static final Arm OTHER = new Arm("real-st-mary", 32, 0.705, 0.664, 0.979, 14.9);

    private Reports() {}

    static RunReport of(Arm... arms) {
        return new RunReport(
                "demo",
                7,
                400,
                List.of(
                        new Site("mercy", 40, 401, 400, 3_355_443, 25_690_112),
                        new Site("st-mary", 32, 399, 398, 3_300_000, 25_500_000)),
                new RunReport.Generator(1_960_257, 3.14),
                List.of(arms),
                321.4,
                new RunReport.Provenance(
                        "2025-03-04T05:06:07Z",
                        "samples/nuclei",
                        24,
                        "2 processors, 23 GiB, Linux amd64",
                        Map.of("kafka", "4.3.1"),
                        Map.of("batch-size", "8", "mode", "async <default>")),
                List.of(curve("mercy", 1), curve("st-mary", 2)),
                training());
    }

    private static RunReport.Training training() {
        List<Look> looks = new ArrayList<>();
        Map<String, List<Double>> contrast = Map.of("mercy", new ArrayList<>(), "st-mary", new ArrayList<>());
        for (long step = 1; step <= 10; step++) {
            double seen = 2.5 - 1.0 / step;
            looks.add(new Look(40 * step, OptionalDouble.of(0.01), Map.of("mercy", seen, "st-mary", seen)));
            contrast.values().forEach(values -> values.add(seen));
        }
        return new RunReport.Training(
                Convergence.of(looks, Map.of(), true, 400),
                List.of(
                        new RunReport.Discriminator("mercy", "balanced", "what it makes of synthetic images alone", ""),
                        new RunReport.Discriminator(
                                "st-mary", "discriminator too strong", "its <losses>", "Lower it.")),
                new RunReport.PreviewCurve(
                        looks.stream().map(Look::step).toList(),
                        looks.stream()
                                .map(look -> look.change().orElse(Double.NaN))
                                .toList(),
                        contrast));
    }

    /** A report of a training that was far too short. */
    static RunReport unfinished(Arm... arms) {
        RunReport whole = of(arms);
        List<Look> looks = new ArrayList<>();
        for (long step = 1; step <= 10; step++) {
            looks.add(new Look(40 * step, OptionalDouble.of(0.05), Map.of("mercy", 0.4, "st-mary", 2.0)));
        }
        return new RunReport(
                whole.run(),
                whole.seed(),
                whole.steps(),
                whole.sites(),
                whole.generator(),
                whole.arms(),
                whole.wallSeconds(),
                whole.provenance(),
                whole.losses(),
                new RunReport.Training(
                        Convergence.of(looks, Map.of(), true, 400),
                        List.of(),
                        new RunReport.PreviewCurve(List.of(), List.of(), Map.of())));
    }

    /** One mask at three steps. */
    static GrowthRow growth() {
        StripRow row = row("mercy");
        return new GrowthRow(
                "mask of mercy",
                row.mask(),
                List.of(
                        new GrowthRow.Stage(1, row.real()),
                        new GrowthRow.Stage(200, row.synthetic()),
                        new GrowthRow.Stage(400, row.synthetic())));
    }

    private static LossCurve curve(String site, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> steps = new ArrayList<>();
        List<Double> adversarial = new ArrayList<>();
        List<Double> discriminator = new ArrayList<>();
        for (long step = seed; step < 400; step += 2) {
            steps.add(step);
            adversarial.add(1.4 - Math.exp(-step / 90.0) * 0.7 + random.nextDouble(0.2));
            discriminator.add(0.45 + Math.exp(-step / 60.0) * 0.3 + random.nextDouble(0.1));
        }
        return new LossCurve(site, steps, adversarial, discriminator);
    }

    /** A disc in one corner and noise around it. */
    static StripRow row(String caption) {
        SplittableRandom random = new SplittableRandom(caption.hashCode());
        int side = 64;
        byte[] labels = new byte[side * side];
        float[] synthetic = new float[side * side];
        float[] real = new float[side * side];
        double x = 16 + random.nextDouble(32);
        double y = 16 + random.nextDouble(32);
        for (int p = 0; p < labels.length; p++) {
            double distance = Math.hypot(p % side - x, Math.floorDiv(p, side) - y);
            labels[p] = (byte) (distance < 12 ? 1 : 0);
            synthetic[p] = (float) (Math.exp(-distance * distance / 160) * 1.6 - 0.9 + random.nextDouble(0.15));
            real[p] = (float) (Math.exp(-distance * distance / 140) * 1.7 - 0.9 + random.nextDouble(0.1));
        }
        return new StripRow(
                caption,
                LabelMap.of(side, side, 2, labels),
                FloatTensor.adopt(synthetic, 1, side, side),
                FloatTensor.adopt(real, 1, side, side));
    }
}
