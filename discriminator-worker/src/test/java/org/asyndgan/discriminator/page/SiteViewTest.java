package org.asyndgan.discriminator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.PrivacyStatement;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;

class SiteViewTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final int SIDE = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final SiteView view = new SiteView(lock);
    private final SharedMasks masks = masks();

    @Test
    void countsWhatWasJudged() {
        opened();
        answer(1, 4);
        answer(2, 4);
        view.refused();

        SiteView.Summary summary = view.summary(NOW);
        assertThat(summary.batches()).isEqualTo(2);
        assertThat(summary.images()).isEqualTo(8);
        assertThat(summary.refused()).isEqualTo(1);
        assertThat(summary.judged().number()).isEqualTo(2);
        assertThat(summary.judged().rows()).containsExactly(0, 1, 2, 3);
        assertThat(view.series(List.of("discriminatorLoss"))
                        .series()
                        .get("discriminatorLoss")
                        .last())
                .containsExactly(null, 0.02f, 0.02f);
    }

    @Test
    void doesNotMakeTheWorkerWaitForAReader() throws Exception {
        opened();
        lock.lock();
        try {
            Thread worker = new Thread(() -> {
                answer(1, 1);
                view.state("paused");
            });
            worker.start();
            worker.join(); // for ever, if it waited
        } finally {
            lock.unlock();
        }

        assertThat(view.summary(NOW).state()).isEqualTo("paused");
        assertThat(view.summary(NOW).batches()).isEqualTo(1);
    }

    @Test
    void holdsTheBatchesThatPagesWereToldOfAndFewOthers() {
        opened();
        answer(1, 2);
        view.summary(NOW);
        for (int number = 2; number <= 1 + SiteView.PINNED; number++) {
            answer(number, 2);
            view.summary(NOW);
        }
        answer(1000, 2);

        long newest = 1 + SiteView.PINNED;
        assertThat(view.image(newest, 1)).isPresent();
        assertThat(view.image(newest, 2)).isEmpty();
        assertThat(view.image(1000, 1)).as("no page knows of it").isEmpty();
    }

    @Test
    void keepsAGalleryOfTheWholeRunWithinItsBound() {
        opened();
        for (int number = 1; number <= 5000; number++) {
            answer(number, 3);
        }

        List<SiteView.Judged> gallery = view.summary(NOW).gallery();
        assertThat(gallery).hasSizeBetween(Gallery.MOST / 2, Gallery.MOST);
        assertThat(gallery.get(0).number()).isLessThan(500);
        assertThat(gallery.get(gallery.size() - 1).number()).isGreaterThan(4500);
        assertThat(gallery)
                .allSatisfy(one ->
                        assertThat(view.image(one.number(), one.rows().get(0))).isPresent());
    }

    @Test
    void saysThatADiscriminatorKnowsEveryImage() {
        opened();
        for (int number = 1; number <= 30; number++) {
            answer(number, 1);
        }

        // L_D of 0.02 is 8 % of what a coin loses, 0.25.
        assertThat(view.summary(NOW).band()).isEqualTo("discriminator too strong");
        assertThat(view.summary(NOW).basis()).isEqualTo("its loss on real and synthetic images");
    }

    @Test
    void tellsThePrivacyBudgetThatTheSiteStates() {
        opened();
        assertThat(view.summary(NOW).budget()).isNull();

        view.stated(new PrivacyStatement("patient", 40, 3, 1e-5, 1.1, 0.1, 0.52));
        assertThat(view.summary(NOW).budget()).isEqualTo(new SiteView.Budget(0.52, 3.0, 1e-5, "patient"));

        view.stated(new PrivacyStatement("image", 40, Double.POSITIVE_INFINITY, 1e-5, 1.1, 0.1, 0.52));
        assertThat(view.summary(NOW).budget()).isEqualTo(new SiteView.Budget(0.52, null, 1e-5, "image"));
    }

    @Test
    void findsTheRealImageThatASyntheticOneRepeats() {
        opened();
        String third = masks.ids().get(2);
        TrainingPair turned = masks.pair(new MaskUse(third, 3));

        TrainingPair nearest = view.real()
                .orElseThrow()
                .nearest(new JudgedImage(new MaskUse(masks.ids().get(0), 3), turned.image()));

        assertThat(nearest.image()).isEqualTo(turned.image());
    }

    private void opened() {
        view.opened(
                new SiteView.Facts("nuclei", "mercy", 4, 4, 1, SIDE, SIDE, 10, "LEAST_SQUARES", 100, false, ""), masks);
    }

    private void answer(int number, int size) {
        List<MaskUse> uses = new java.util.ArrayList<>();
        for (int row = 0; row < size; row++) {
            uses.add(new MaskUse(masks.ids().get(row % masks.count()), 0));
        }
        view.answered(
                new SyntheticBatch(
                        new BatchId(new SiteId("mercy"), number),
                        new GeneratorVersion(1, number),
                        uses,
                        FloatTensor.zeros(size, 1, SIDE, SIDE)),
                new SiteReport(0.02, 0.9, 0.9, 0.1, number, 5),
                0.5,
                NOW);
    }

    private static SharedMasks masks() {
        List<TrainingPair> pairs = new java.util.ArrayList<>();
        for (int pair = 0; pair < 4; pair++) {
            float[] pixels = new float[SIDE * SIDE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = i / SIDE < 4 * (pair + 1) ? 0.5f : -1 + i % SIDE / 16f;
            }
            pairs.add(new TrainingPair(
                    FloatTensor.of(pixels, 1, SIDE, SIDE), LabelMap.of(SIDE, SIDE, 2, new byte[SIDE * SIDE])));
        }
        return new SharedMasks(
                new SiteId("mercy"),
                SiteDataset.of(
                        "mercy",
                        new ClassTable(List.of(0, 255)),
                        DatasetSettings.resized(SIDE).withChannels(1),
                        pairs),
                "a secret of the test".getBytes(StandardCharsets.UTF_8),
                1,
                new Seed(1));
    }
}
