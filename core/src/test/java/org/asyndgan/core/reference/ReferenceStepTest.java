package org.asyndgan.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.FoldPlanner;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.RunShape;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.folding.SiteWeighting;
import org.asyndgan.core.generator.CentralGenerator;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.simulation.TinySites;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.SiteDiscriminator;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.architecture.ResnetGenerator;
import org.asyndgan.nn.architecture.ResnetSettings;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.optimizer.Adam;
import org.asyndgan.nn.optimizer.AdamSettings;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sync folding over four sites is the reference algorithm: every D_j one Adam step, then one Adam step
 * of G on the mean loss of the same images through the updated D_j; five times, against PyTorch
 * (core/src/test/golden/reference_step.py).
 *
 * <p>The inputs of that script are what this test draws; {@code -Dreference.inputs=FILE} writes them.
 */
class ReferenceStepTest {

    private static final int STEPS = 5;
    private static final int SIZE = 8;
    private static final double RATE = 2e-3;
    private static final double AFTER_ONE_STEP = 1e-4;
    private static final double AFTER_FIVE_STEPS = 1e-3;

    private static final GeneratorSettings SETTINGS = new GeneratorSettings(
            7,
            new Schedule(4, STEPS + 1, 2, new LearningRate(RATE, 1)),
            0,
            Augmentation.NONE,
            2,
            ReleaseSettings.once(0, ReleaseMasks.SHARED, ReleaseChoice.LAST),
            100,
            new FoldSettings(
                    FoldMode.SYNC,
                    SiteWeighting.EQUAL,
                    0,
                    0,
                    1,
                    4,
                    Duration.ofHours(1),
                    Duration.ofHours(1),
                    1000,
                    5,
                    0),
            PreviewSettings.NONE);

    private final Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    private final Map<String, FloatTensor> results = new LinkedHashMap<>();

    @Test
    void leadsToTheLossesAndWeightsOfTheReference(@TempDir Path root) throws Exception {
        List<Path> folders = TinySites.in(root, "a", "b", "c", "d");

        run(folders);

        String file = System.getProperty("reference.inputs");
        if (file != null) {
            SafeTensors.write(Path.of(file), inputs, Map.of());
        }
        Map<String, FloatTensor> known = golden("reference-step-inputs");
        assertThat(inputs.keySet()).isEqualTo(known.keySet());
        inputs.forEach((name, own) -> assertThat(own.toArray())
                .as(name)
                .containsExactly(known.get(name).toArray()));
        compare(golden("reference-step"));
    }

    @Test
    void aSiteSaysWhichLayerLeftTheFiniteNumbersFirst(@TempDir Path root) {
        Site site = site(TinySites.in(root, "a").get(0), 10);
        try (Network d = site.network()) {
            // model.2.weight overflows: the logits and all gradients become NaN.
            Map<String, FloatTensor> weights = new LinkedHashMap<>(StateDictionary.of(d.parameters()));
            int[] shape = weights.get("model.2.weight").shape();
            float[] huge = new float[(int) FloatTensor.elements(shape)];
            Arrays.fill(huge, Float.MAX_VALUE);
            weights.put("model.2.weight", FloatTensor.of(huge, shape));
            StateDictionary.assign(d.parameters(), weights);
            var batch = new SyntheticBatch(
                    new BatchId(site.id(), 3),
                    GeneratorVersion.INITIAL,
                    List.of(new MaskUse(site.masks().all().get(0).id(), 0)),
                    FloatTensor.zeros(1, 1, SIZE, SIZE));

            assertThatThrownBy(() -> site.discriminator().answer(batch, () -> 0))
                    .isInstanceOf(NotFiniteException.class)
                    .hasMessage("The discriminator's loss became NaN and its gradient not finite at its step 1 (it"
                            + " began with the gradient of model.5.bias), answering batch a/3. Nothing was sent or saved;"
                            + " restart with a lower learning-rate. (ADG-401)");
        }
    }

    private void compare(Map<String, FloatTensor> golden) {
        assertThat(golden.keySet()).hasSizeGreaterThan(40);
        golden.forEach((name, expected) -> {
            FloatTensor own = results.get(name);
            double tolerance = name.startsWith("step1.") ? AFTER_ONE_STEP : AFTER_FIVE_STEPS;
            if (expected.size() == 1) {
                assertThat((double) own.at(0))
                        .as(name)
                        .isCloseTo(expected.at(0), within(tolerance * Math.max(1, Math.abs(expected.at(0)))));
            } else {
                assertThat(distance(own, expected)).as(name).isLessThan(tolerance);
            }
        });
    }

    private void run(List<Path> folders) {
        var networks = new ArrayList<Network>();
        try {
            Network g = new ResnetGenerator(new ResnetSettings(2, 1, 4, 1, NormLayer.INSTANCE, 0), 1);
            networks.add(g);
            enlarge(g);
            keep("generator", g, inputs);
            var generator = new CentralGenerator(
                    g,
                    new Adam(g.parameters(), AdamSettings.GAN),
                    new MaskLibrary(new Seed(SETTINGS.seed()), Augmentation.NONE),
                    SETTINGS);
            var planner = new FoldPlanner(
                    SETTINGS.folding(), SETTINGS.schedule(), new RunShape(1, SIZE, SIZE, 2), () -> Instant.EPOCH);
            var sites = new TreeMap<SiteId, Site>();
            for (Path folder : folders) {
                Site site = site(folder, 10 + sites.size());
                networks.add(site.network());
                sites.put(site.id(), site);
                keep("site." + site.id(), site.network(), inputs);
                site.masks().all().forEach(mask -> assertThat(planner.shared(mask, 0, generator.masks()::add))
                        .isEmpty());
                planner.presented(site.manifest());
            }
            List<SyntheticBatch> batches = step(planner, generator);
            for (int step = 1; step <= STEPS; step++) {
                answer(step, batches, sites, planner, generator);
                batches = step(planner, generator);
                if (step == 1 || step == STEPS) {
                    String prefix = "step" + step + ".";
                    keep(prefix + "generator", g, results);
                    sites.forEach((id, site) -> keep(prefix + "site." + id, site.network(), results));
                }
            }
        } finally {
            networks.forEach(Network::close);
        }
    }

    private void answer(
            int step,
            List<SyntheticBatch> batches,
            Map<SiteId, Site> sites,
            FoldPlanner planner,
            CentralGenerator generator) {
        assertThat(batches).hasSize(sites.size());
        for (SyntheticBatch batch : batches) {
            Site site = sites.get(batch.id().site());
            String name = "step" + step + ".site." + batch.id().site();
            inputs.put(name + ".mask", generator.masks().inputs(batch.id().site(), batch.masks()));
            inputs.put(name + ".real", site.real(batch.masks()));
            SiteGradient answer = site.discriminator().answer(batch, () -> 0);
            results.put(
                    name + ".lossD", scalar(answer.report().discriminatorLoss().orElseThrow()));
            results.put(name + ".lossG", scalar(answer.report().adversarialLoss()));
            assertThat(planner.offer(generator, answer, step)).isInstanceOf(FoldPlanner.Kept.class);
        }
    }

    private static List<SyntheticBatch> step(FoldPlanner planner, CentralGenerator generator) {
        FoldStep plan = planner.plan(generator).orElseThrow();
        generator.apply(plan);
        return generator.draw(plan.record().batches());
    }

    private static Site site(Path folder, long seed) {
        SiteId id = new SiteId(folder.getFileName().toString());
        SiteDataset dataset = TinySites.read(folder, SIZE);
        var masks = new SharedMasks(id, dataset, id.slug().getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
        Network d = new PatchDiscriminator(new PatchSettings(3, 4, 1, NormLayer.INSTANCE), seed);
        enlarge(d);
        var settings = new DiscriminatorSettings(
                AdversarialLoss.CROSS_ENTROPY,
                new LearningRate(RATE, 1),
                SETTINGS.schedule().steps(),
                false,
                100);
        var discriminator = new SiteDiscriminator(
                d,
                new Adam(d.parameters(), AdamSettings.GAN),
                masks,
                RealPairs.namedByGenerator(masks),
                settings,
                1,
                SIZE,
                SIZE);
        var manifest = new SiteManifest(
                id,
                "session",
                SiteManifest.Presence.JOINED,
                dataset.trainSize(),
                masks.count(),
                SIZE,
                SIZE,
                1,
                2,
                "percentile",
                0);
        return new Site(id, d, masks, discriminator, manifest);
    }

    /** Tenfold convolutions: with the usual ones, maps this small are all but 0 and norms magnify rounding. */
    private static void enlarge(Network network) {
        Map<String, FloatTensor> weights = StateDictionary.of(network.parameters());
        weights.replaceAll((name, tensor) -> tensor.rank() == 4 ? tensor.times(10) : tensor);
        StateDictionary.assign(network.parameters(), weights);
    }

    private static void keep(String prefix, Network network, Map<String, FloatTensor> target) {
        StateDictionary.of(network.parameters()).forEach((name, tensor) -> target.put(prefix + "." + name, tensor));
    }

    private static FloatTensor scalar(double value) {
        return FloatTensor.of(new float[] {(float) value}, 1);
    }

    private static double distance(FloatTensor own, FloatTensor expected) {
        double miss = 0;
        for (int i = 0; i < expected.size(); i++) {
            miss += Math.pow((double) own.at(i) - expected.at(i), 2);
        }
        return Math.sqrt(miss) / expected.norm();
    }

    private static Map<String, FloatTensor> golden(String name) throws Exception {
        return SafeTensors.read(Path.of(ReferenceStepTest.class
                .getResource("/golden/" + name + ".safetensors")
                .toURI()));
    }

    private record Site(
            SiteId id, Network network, SharedMasks masks, SiteDiscriminator discriminator, SiteManifest manifest) {

        FloatTensor real(List<MaskUse> uses) {
            List<FloatTensor> images = new ArrayList<>();
            for (MaskUse use : uses) {
                TrainingPair pair = masks.pair(use);
                images.add(pair.image().reshape(1, 1, SIZE, SIZE));
            }
            return FloatTensor.concatRows(images);
        }
    }
}
