package org.asyndgan.experiment.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.site.DiscriminatorSettings;
import org.asyndgan.core.site.mask.MaskSource;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.NormLayer;
import org.asyndgan.nn.architecture.PatchDiscriminator;
import org.asyndgan.nn.architecture.PatchSettings;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten patients with three slices each: an outline that hardly changes from slice to slice, and a lesion somewhere in it. */
class MaskLinkageTest {

    private static final int SIDE = 32;
    private static final int PATIENTS = 10;
    private static final int SLICES = 3;

    private final PatchDiscriminator network =
            new PatchDiscriminator(new PatchSettings(4, 4, 1, NormLayer.INSTANCE), 1);

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void whoHasAMaskFindsItAmongThoseASiteSharesAsTheyAre() {
        MaskLinkage linkage = linkage(MaskSource.OWN);

        Hits ofTheCase = linkage.ofTheCase();
        assertThat(ofTheCase.share()).isEqualTo(1);
        assertThat(ofTheCase.chance()).isCloseTo(1.0 / 30, within(1e-9));
        assertThat(linkage.membership().roc().auc().value()).isGreaterThan(0.99);
    }

    /** Two of the 29 other masks are of the same patient. */
    @Test
    void whoHasAnotherSliceFindsThePatient() {
        Hits ofThePatient = linkage(MaskSource.OWN).ofThePatient().orElseThrow();

        assertThat(ofThePatient.trials()).isEqualTo(30);
        assertThat(ofThePatient.chance()).isCloseTo(2.0 / 29, within(1e-9));
        assertThat(ofThePatient.share()).isGreaterThan(0.9);
    }

    @Test
    void morphedMasksAreHarderToFind() {
        MaskLinkage morphed = linkage(MaskSource.MORPHED);

        assertThat(morphed.ofTheCase().share()).isLessThan(0.4);
        assertThat(morphed.ofThePatient().orElseThrow().share()).isLessThan(0.5);
        assertThat(morphed.membership().roc().auc().value()).isLessThan(0.8);
    }

    @Test
    void asksForNoPatientWhereNoneIsNamed() {
        assertThat(MaskLinkage.of(site(MaskSource.OWN, List.of())).ofThePatient())
                .isEmpty();
    }

    private MaskLinkage linkage(MaskSource source) {
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < PATIENTS * SLICES; i++) {
            patients.add("patient " + i / SLICES);
        }
        return MaskLinkage.of(site(source, patients));
    }

    private AuditedSite site(MaskSource source, List<String> patients) {
        return new AuditedSite(
                new SiteId("mercy"),
                dataset(),
                pairs(2),
                source,
                masks(source),
                patients,
                network,
                new DiscriminatorSettings(AdversarialLoss.LEAST_SQUARES, new LearningRate(2e-4, 1), 100, false, 10));
    }

    private static SharedMasks masks(MaskSource source) {
        return new SharedMasks(
                new SiteId("mercy"), dataset(), source, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
    }

    private static SiteDataset dataset() {
        return SiteDataset.of(
                "mercy",
                new ClassTable(List.of(0, 1, 2)),
                DatasetSettings.resized(SIDE).withChannels(1).with(Augmentation.NONE),
                pairs(1));
    }

    private static List<TrainingPair> pairs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TrainingPair> pairs = new ArrayList<>();
        for (int patient = 0; patient < PATIENTS; patient++) {
            double height = 8 + 6 * random.nextDouble();
            double width = 8 + 6 * random.nextDouble();
            double tilt = random.nextDouble() - 0.5;
            int row = 12 + random.nextInt(8);
            int column = 12 + random.nextInt(8);
            for (int slice = 0; slice < SLICES; slice++) {
                byte[] labels = new byte[SIDE * SIDE];
                for (int p = 0; p < labels.length; p++) {
                    int line = p / SIDE;
                    int across = p % SIDE;
                    double y = (line - 15.5) / (height - 0.3 * slice);
                    double x = (across - 15.5 + tilt * (line - 15.5)) / width;
                    boolean isLesion = Math.abs(line - row) < 3 + slice && Math.abs(across - column) < 3;
                    labels[p] = (byte) (x * x + y * y > 1 ? 0 : isLesion ? 2 : 1);
                }
                pairs.add(new TrainingPair(FloatTensor.zeros(1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 3, labels)));
            }
        }
        return pairs;
    }
}
