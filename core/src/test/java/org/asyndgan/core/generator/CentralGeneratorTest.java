package org.asyndgan.core.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.asyndgan.core.checkpoint.SnapshotStore;
import org.asyndgan.core.drawing.MaskLibrary;
import org.asyndgan.core.folding.FoldSettings;
import org.asyndgan.core.folding.FoldStep;
import org.asyndgan.core.folding.Schedule;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;
import org.asyndgan.core.protocol.FoldRecord.Fold;
import org.asyndgan.core.protocol.FoldRecord.MemberChange;
import org.asyndgan.core.protocol.FoldRecord.Status;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.NotFiniteException;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.release.PreviewSettings;
import org.asyndgan.core.release.Previews;
import org.asyndgan.core.release.ReleaseChoice;
import org.asyndgan.core.release.ReleaseMasks;
import org.asyndgan.core.release.ReleaseSettings;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.MemorySnapshots;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

/** One pixel, two classes: ŷ = s (w0 x0 + w1 x1) with noise s in {1, 2}; the only mask is x = (0, 1). */
class CentralGeneratorTest {

    static final SiteId MERCY = new SiteId("mercy");
    static final BatchId FIRST = new BatchId(MERCY, 0);
    static final BatchId SECOND = new BatchId(MERCY, 1);
    static final BatchId THIRD = new BatchId(MERCY, 2);

    final GeneratorSettings settings = new GeneratorSettings(
            1,
            new Schedule(1, 10, 1, new LearningRate(0.1, 1)),
            0.5,
            Augmentation.NONE,
            1,
            ReleaseSettings.once(0, ReleaseMasks.SHARED, ReleaseChoice.BEST),
            5,
            FoldSettings.ASYNC,
            PreviewSettings.NONE);
    final LinearNetwork network = new LinearNetwork(2, 1, 3, 4);
    final CentralGenerator generator = generator(network);

    CentralGenerator generator(LinearNetwork ofThis) {
        MaskLibrary masks = new MaskLibrary(new Seed(1), Augmentation.NONE);
        masks.add(new SharedMask(MERCY, "m", LabelMap.of(1, 1, 2, new byte[] {1})), 0);
        return new CentralGenerator(ofThis, new Momentum(ofThis.parameters()), masks, settings);
    }

    @Test
    void drawsWithTheWeightsOfTheRecord() {
        generator.apply(FoldStep.of(start()));

        SyntheticBatch drawn = generator.draw(List.of(FIRST)).get(0);

        // 4 for noise 1, 8 for noise 2.
        assertThat(drawn.images().at(0)).isIn(4f, 8f);
        assertThat(drawn.drawnBy()).isEqualTo(GeneratorVersion.INITIAL);
    }

    @Test
    void descendsAlongTheWeightedGradientAtTheWeightsThatDrewTheImage() {
        generator.apply(FoldStep.of(start()));
        float noise = generator.draw(List.of(FIRST)).get(0).images().at(0) / 4;

        generator.apply(new FoldStep(fold(FIRST, 0, 0.25, 1), Map.of(FIRST, gradient(FIRST, 0, 2))));

        // dL/dw1 = noise * x1 * weight * gradient = noise * 0.25 * 2; w1 = 4 - 0.1 * that; w0 stays.
        float w1 = 4 - 0.1f * noise * 0.5f;
        assertThat(network.parameters().values()[0]).isEqualTo(3);
        assertThat(network.parameters().values()[1]).isCloseTo(w1, within(1e-6f));
        assertThat(generator.version().step()).isEqualTo(1);
    }

    @Test
    void takesTheSameStepsWhetherPreviewsAreDrawnOrNot() {
        CentralGenerator other = generator(new LinearNetwork(2, 1, 3, 4));
        Previews previews = new Previews(other.releases(), 1, 8);
        for (CentralGenerator each : List.of(generator, other)) {
            each.apply(FoldStep.of(start()));
            each.draw(List.of(FIRST, SECOND));
            if (each == other) {
                previews.draw();
            }
            each.apply(new FoldStep(fold(FIRST, 0, 0.25, 1), Map.of(FIRST, gradient(FIRST, 0, 2))));
        }

        assertThat(other.checksum()).isEqualTo(generator.checksum());
    }

    @Test
    void drawsTheSameMaskWithTheSameNoiseInEveryPreview() {
        generator.apply(FoldStep.of(start()));
        Previews previews = new Previews(generator.releases(), 1, 8);
        List<Preview> first = previews.draw();
        List<Preview> again = new Previews(generator.releases(), 1, 8).draw();

        assertThat(first).hasSize(1);
        assertThat(first.get(0).drawnBy()).isEqualTo(GeneratorVersion.INITIAL);
        assertThat(first.get(0).image().at(0))
                .isEqualTo(again.get(0).image().at(0))
                .isIn(4f, 8f);
        assertThat(first.get(0).labels()).isEqualTo(LabelMap.of(1, 1, 2, new byte[] {1}));
        assertThat(List.of(0L, 1L, 4L, 5L, 10L).stream().filter(new PreviewSettings(5, 8)::isDue))
                .containsExactly(0L, 1L, 5L, 10L);
        assertThat(PreviewSettings.NONE.isDue(1)).isFalse();
    }

    @Test
    void repeatsThePassOfALateAnswerWithTheSameNoise() {
        CentralGenerator other = generator(new LinearNetwork(2, 1, 3, 4));
        other.apply(FoldStep.of(start()));
        generator.apply(FoldStep.of(start()));
        float noise = generator.draw(List.of(FIRST, SECOND)).get(0).images().at(0) / 4;
        float lateNoise = generator.draw(List.of(SECOND)).get(0).images().at(0) / 4;

        // Two steps: the second folds an answer to the initial weights, one step late.
        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1))));
        generator.apply(new FoldStep(fold(SECOND, 0, 0.5, 2), Map.of(SECOND, gradient(SECOND, 0, 1))));

        // m1 = noise, m2 = m1 / 2 + lateNoise / 2; w1 = 4 - 0.1 (m1 + m2).
        float m1 = noise;
        float m2 = m1 / 2 + lateNoise / 2;
        assertThat(network.parameters().values()[1]).isCloseTo(4 - 0.1f * (m1 + m2), within(1e-6f));
    }

    @Test
    void leadsToTheSameBitsWithoutHavingDrawnAnything() {
        LinearNetwork twin = new LinearNetwork(2, 1, 3, 4);
        CentralGenerator replaying = generator(twin);
        generator.apply(FoldStep.of(start()));
        generator.draw(List.of(FIRST, SECOND));
        replaying.apply(FoldStep.of(start()));

        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1))));
        replaying.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1))));

        assertThat(replaying.checksum()).isEqualTo(generator.checksum());
    }

    @Test
    void refusesARecordThatFoldsWhatIsNotPending() {
        generator.apply(FoldStep.of(start()));
        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1))));

        assertThatThrownBy(
                        () -> generator.apply(new FoldStep(fold(FIRST, 0, 1, 2), Map.of(FIRST, gradient(FIRST, 0, 1)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Step 2 of the journal folds batch mercy/0, which is not pending: the state is not the one"
                        + " before this record");
    }

    @Test
    void stopsBeforeWeightsThatAreNotFiniteGoAnywhere() {
        generator.apply(FoldStep.of(start()));
        FoldRecord record = fold(FIRST, 0, 1e300, 1);

        assertThatThrownBy(
                        () -> generator.apply(new FoldStep(record, Map.of(FIRST, gradient(FIRST, 0, Float.MAX_VALUE)))))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageStartingWith(
                        "A weight of the generator became NaN at step 1 (it began with the gradient of weight),"
                                + " folding [Fold[batch=mercy/0");
    }

    @Test
    void keepsTheWeightsWhoseImagesTheSitesFoundNearestToTheirOwn() {
        generator.apply(FoldStep.of(start(THIRD)));

        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1, 5))));
        assertThat(generator.score().of(generator.membership())).hasValue(5);
        generator.apply(new FoldStep(fold(SECOND, 0, 1, 2), Map.of(SECOND, gradient(SECOND, 0, 1, 1))));
        // Half of the newest and half of what was: (5 + 1) / 2.
        assertThat(generator.score().of(generator.membership())).hasValue(3);
        float[] average = generator.state().average().clone();
        generator.apply(new FoldStep(fold(THIRD, 0, 1, 3), Map.of(THIRD, gradient(THIRD, 0, 1, 9))));

        assertThat(generator.score().of(generator.membership())).hasValue(6);
        assertThat(bestStep(generator)).hasValue(2L);
        assertThat(generator.releases().released(ReleaseChoice.BEST)).isEqualTo(new GeneratorVersion(1, 2));
        assertThat(generator.releases().released(ReleaseChoice.LAST)).isEqualTo(new GeneratorVersion(1, 3));
        // With the mask's class 1 the image is the second weight times 1 or 2, the noise.
        float image = generator
                .releases()
                .release(
                        List.of(generator.masks().labels(MERCY, new MaskUse("m", 0))),
                        MERCY,
                        new long[] {2},
                        ReleaseChoice.BEST)
                .at(0);
        assertThat(image).isEqualTo(average[1]);
    }

    @Test
    void keepsThemInItsSnapshot() {
        generator.apply(FoldStep.of(start()));
        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1, 5))));
        SnapshotStore snapshots = new MemorySnapshots();
        snapshots.save(1, generator.state()::write);
        CentralGenerator restored = generator(new LinearNetwork(2, 1, 3, 4));

        restored.restore(snapshots.newest(GeneratorState::read).orElseThrow());
        generator.apply(new FoldStep(fold(SECOND, 0, 1, 2), Map.of(SECOND, gradient(SECOND, 0, 1, 2))));
        restored.apply(new FoldStep(fold(SECOND, 0, 1, 2), Map.of(SECOND, gradient(SECOND, 0, 1, 2))));

        assertThat(bestStep(restored)).hasValue(2L).isEqualTo(bestStep(generator));
        assertThat(restored.score().of(restored.membership()))
                .isEqualTo(generator.score().of(generator.membership()));
    }

    @Test
    void releasesTheLastWeightsWhereNoSiteTellsADistance() {
        generator.apply(FoldStep.of(start()));
        generator.apply(new FoldStep(fold(FIRST, 0, 1, 1), Map.of(FIRST, gradient(FIRST, 0, 1))));

        assertThat(generator.score().of(generator.membership())).isEmpty();
        assertThat(generator.releases().released(ReleaseChoice.BEST)).isEqualTo(new GeneratorVersion(1, 1));
    }

    @Test
    void goesOnWithoutTheCapThatItsFirstStepsDidNotHave() {
        generator.apply(FoldStep.of(start()));
        assertThat(generator.beganWithoutCap()).isFalse();
        FoldRecord before = fold(FIRST, 0, 1, 1);
        FoldStep today = new FoldStep(
                new FoldRecord(
                        before.made(),
                        before.folds(),
                        before.drops(),
                        before.members(),
                        before.batches(),
                        before.positions(),
                        before.learningRate(),
                        before.checksum(),
                        before.finished(),
                        2,
                        0),
                Map.of(FIRST, gradient(FIRST, 0, 1)));
        CentralGenerator other = generator(new LinearNetwork(2, 1, 3, 4));
        other.apply(FoldStep.of(start()));

        generator.apply(new FoldStep(before, Map.of(FIRST, gradient(FIRST, 0, 1))));
        other.apply(today);

        assertThat(generator.beganWithoutCap()).isTrue();
        assertThat(other.beganWithoutCap()).isFalse();
        assertThat(other.contributions()).containsOnlyKeys(MERCY);
        assertThat(other.checksum()).isEqualTo(generator.checksum());
    }

    private static Optional<Long> bestStep(CentralGenerator of) {
        return of.score().best().map(best -> best.version().step());
    }

    static FoldRecord start(BatchId... more) {
        return new FoldRecord(
                GeneratorVersion.INITIAL,
                List.of(),
                List.of(),
                List.of(new MemberChange(MERCY, Status.JOINED, 10)),
                Stream.concat(Stream.of(FIRST, SECOND), Stream.of(more)).toList(),
                Map.of(),
                0,
                0,
                false);
    }

    static FoldRecord fold(BatchId batch, long drawnAt, double weight, long step) {
        return new FoldRecord(
                new GeneratorVersion(1, step),
                List.of(new Fold(batch, drawnAt, step - 1 - drawnAt, weight, 0, 1)),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                0.1,
                0,
                false);
    }

    static SiteGradient gradient(BatchId batch, long step, float value) {
        return gradient(batch, step, value, OptionalDouble.empty());
    }

    static SiteGradient gradient(BatchId batch, long step, float value, double distance) {
        return gradient(batch, step, value, OptionalDouble.of(distance));
    }

    private static SiteGradient gradient(BatchId batch, long step, float value, OptionalDouble distance) {
        return new SiteGradient(
                batch,
                new GeneratorVersion(1, step),
                FloatTensor.of(new float[] {value}, 1, 1, 1, 1),
                new SiteReport(0, 0, 0, 0, 1, 1, distance));
    }
}
