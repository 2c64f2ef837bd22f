package org.asyndgan.command.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.asyndgan.command.report.RunReport.Arm;
import org.asyndgan.command.report.RunReport.LossCurve;
import org.asyndgan.command.report.RunReport.Site;
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
                List.of(curve("mercy", 1), curve("st-mary", 2)));
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
