package org.asyndgan.core.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.GeneratorVersion;
import org.asyndgan.core.protocol.MaskUse;
import org.asyndgan.core.protocol.Rejection;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.core.protocol.SiteManifest;
import org.asyndgan.core.protocol.SiteManifest.Presence;
import org.asyndgan.core.protocol.SiteReport;
import org.asyndgan.core.protocol.SyntheticBatch;
import org.asyndgan.core.simulation.LinearNetwork;
import org.asyndgan.core.simulation.MemorySnapshots;
import org.asyndgan.core.simulation.Momentum;
import org.asyndgan.core.simulation.TinySites;
import org.asyndgan.core.site.mask.RealPairs;
import org.asyndgan.core.site.mask.SharedMasks;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.nn.architecture.DiscriminatorKind;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.nn.optimizer.LearningRate;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteLoopTest {

    private static final SiteId MERCY = new SiteId("mercy");

    @TempDir
    Path root;

    private final Log log = new Log();
    private final List<SiteReport> seen = new ArrayList<>();
    private final List<Boolean> pauses = new ArrayList<>();
    private SharedMasks masks;

    @Test
    void keepsWhatRealImagesDecideToTheSite() {
        answerOne(false);

        SiteReport sent = log.sent.get(0).report();
        assertThat(sent.discriminatorLoss()).isEmpty();
        assertThat(sent.realScore()).isEmpty();
        assertThat(sent.computeMillis()).isEmpty();
        assertThat(sent.distance()).isEmpty();
        assertThat(sent.discriminatorSteps()).isEqualTo(1);
        assertThat(seen.get(0).discriminatorLoss()).isPresent();
        assertThat(seen.get(0).realScore()).isPresent();
    }

    @Test
    void sendsItWhereTheSiteSaysSo() {
        answerOne(true);

        assertThat(log.sent.get(0).report()).isEqualTo(seen.get(0));
        assertThat(log.sent.get(0).report().realScore()).isPresent();
    }

    @Test
    void aPauseIsALeaveAfterWhichItGoesOnWhereItWas() {
        SiteLoop loop = recovered(false);
        log.waiting.add(batch(0));
        loop.turn();
        loop.pause();
        loop.pause();
        log.waiting.add(batch(1));

        assertThat(loop.turn()).isZero();
        assertThat(log.sent).hasSize(1);
        assertThat(log.presented).containsExactly(Presence.JOINED, Presence.LEFT);

        loop.resume();
        loop.resume();

        assertThat(loop.turn()).isEqualTo(1);
        assertThat(log.sent).extracting(gradient -> gradient.batch().sequence()).containsExactly(0L, 1L);
        assertThat(log.presented).containsExactly(Presence.JOINED, Presence.LEFT, Presence.JOINED);
        assertThat(pauses).containsExactly(true, false);
    }

    @Test
    void leavesOnceIfItLeavesDuringAPause() {
        SiteLoop loop = recovered(false);
        loop.pause();

        loop.leave();

        assertThat(log.presented).containsExactly(Presence.JOINED, Presence.LEFT);
    }

    private void answerOne(boolean sendsRealScores) {
        SiteLoop loop = recovered(sendsRealScores);
        log.waiting.add(batch(0));
        loop.turn();
    }

    private SyntheticBatch batch(long sequence) {
        return new SyntheticBatch(
                new BatchId(MERCY, sequence),
                GeneratorVersion.INITIAL,
                List.of(new MaskUse(masks.ids().get(0), 0)),
                FloatTensor.zeros(1, 1, 8, 8));
    }

    private SiteLoop recovered(boolean sendsRealScores) {
        SiteDataset dataset = TinySites.read(TinySites.in(root, "mercy").get(0), 8);
        masks = new SharedMasks(MERCY, dataset, "secret".getBytes(StandardCharsets.UTF_8), 1, new Seed(3));
        LinearNetwork network = new LinearNetwork(3, 1, 0.1f, 0.2f, -0.1f);
        DiscriminatorSettings settings = new DiscriminatorSettings(
                AdversarialLoss.LEAST_SQUARES,
                new LearningRate(0.02, 1),
                10,
                false,
                4,
                ImageDistanceSettings.NEVER,
                DiscriminatorKind.PATCH,
                sendsRealScores);
        SiteDiscriminator discriminator = new SiteDiscriminator(
                network,
                new Momentum(network.parameters()),
                masks,
                RealPairs.own(masks, step -> new Seed(5).at(step).random()),
                settings,
                1,
                8,
                8);
        SiteManifest manifest = new SiteManifest(
                MERCY, "session", SiteManifest.Presence.JOINED, 4, masks.count(), 8, 8, 1, 2, "percentile", 0);
        SiteLoop loop = new SiteLoop(
                discriminator,
                masks,
                manifest,
                log,
                log,
                new MemorySnapshots(),
                settings,
                Duration.ofSeconds(10),
                () -> Instant.EPOCH,
                new SiteObserver() {
                    @Override
                    public void answered(SyntheticBatch batch, SiteGradient gradient) {
                        seen.add(gradient.report());
                    }

                    @Override
                    public void paused(boolean isPaused) {
                        pauses.add(isPaused);
                    }
                });
        loop.recover();
        return loop;
    }

    /** Both topics of a site, in memory. */
    private static final class Log implements SiteInbox, SiteOutbox {

        private final ArrayDeque<SyntheticBatch> waiting = new ArrayDeque<>();
        private final List<SiteGradient> sent = new ArrayList<>();
        private final List<Presence> presented = new ArrayList<>();

        @Override
        public void startAt(long offset) {
            assertThat(offset).isZero();
        }

        @Override
        public List<Delivery> poll() {
            return waiting.isEmpty() ? List.of() : List.of(new Drawn(waiting.remove(), 0));
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public void answer(SiteGradient gradient, long position) {
            sent.add(gradient);
        }

        @Override
        public void refuse(Delivery record, Rejection why, long position) {
            throw new AssertionError(why);
        }

        @Override
        public void present(SiteManifest manifest) {
            presented.add(manifest.presence());
        }

        @Override
        public void share(List<SharedMask> masks) {}
    }
}
