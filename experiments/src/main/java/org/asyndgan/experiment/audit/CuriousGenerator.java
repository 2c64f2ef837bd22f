package org.asyndgan.experiment.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteGradient;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.attack.PixelBisection;

/**
 * A generator that asks a site about images of its choice, {@linkplain Question one at a time}. It reads what a site sends
 * and nothing else: the adversarial loss and the gradient.
 */
final class CuriousGenerator {

    private static final int DECOYS = 9;
    private static final int MOST_MATCHED = 64;
    private static final int MOST_REBUILT = 4;
    private static final double HALF = 127.5;

    private final AuditedSite site;
    private final QuestionedSite asked;
    private final List<SharedMask> shared;

    /** @param asked the same site, as it is met */
    CuriousGenerator(AuditedSite site, QuestionedSite asked) {
        this.site = site;
        this.asked = asked;
        this.shared = site.masks().all();
    }

    /**
     * Membership: asks about each image under the shared mask that is most like its own. For a member that is its own, where
     * masks are shared as they were drawn, so the third attack asks about members under others' masks alone: what it finds, the
     * answers tell of the images and not of their masks.
     */
    List<Attack> membership() {
        List<List<String>> ids = site.masks().idsOfPairs();
        List<TrainingPair> pairs = site.members();
        Answers members = answers(pairs, i -> List.of());
        Answers apart = answers(pairs, ids::get);
        Answers others = answers(site.others(), i -> List.of());
        return List.of(
                Attack.of("curious generator, loss", members.losses(), others.losses()),
                Attack.of("curious generator, gradient norm", members.norms(), others.norms()),
                Attack.of("curious generator, loss, others' masks", apart.losses(), others.losses()));
    }

    /** @param except masks, by the number of a pair, that it is not asked about under */
    private Answers answers(List<TrainingPair> pairs, IntFunction<List<String>> except) {
        double[] losses = new double[pairs.size()];
        double[] norms = new double[pairs.size()];
        for (int i = 0; i < losses.length; i++) {
            SiteGradient answer = asked.answer(
                    mostAlike(pairs.get(i).labels(), except.apply(i)),
                    pairs.get(i).image());
            losses[i] = -answer.report().adversarialLoss();
            norms[i] = -answer.gradient().norm();
        }
        return new Answers(losses, norms);
    }

    private String mostAlike(LabelMap labels, List<String> except) {
        String best = "";
        int most = -1;
        for (SharedMask mask : shared) {
            int same = 0;
            for (int p = 0; p < labels.size(); p++) {
                same += labels.at(p) == mask.labels().at(p) ? 1 : 0;
            }
            if (same > most && !except.contains(mask.id())) {
                most = same;
                best = mask.id();
            }
        }
        return best;
    }

    /** Matching: which of ten masks is a member's image the image of? The one under which it looks most real. */
    Hits matching() {
        SplittableRandom random = new SplittableRandom(1);
        List<List<String>> ids = site.masks().idsOfPairs();
        List<TrainingPair> members = site.members();
        int decoys = Math.min(DECOYS, ids.size() - 1);
        int tried = Math.min(MOST_MATCHED, members.size());
        long right = 0;
        for (int i = 0; i < tried; i++) {
            double own = -asked.answer(ids.get(i).get(0), members.get(i).image())
                    .report()
                    .adversarialLoss();
            boolean isBest = true;
            for (int decoy : others(i, decoys, ids.size(), random)) {
                double other = -asked.answer(
                                ids.get(decoy).get(0), members.get(i).image())
                        .report()
                        .adversarialLoss();
                isBest &= own > other;
            }
            right += isBest ? 1 : 0;
        }
        return new Hits("image matched with its mask", right, tried, 1.0 / (decoys + 1));
    }

    private static List<Integer> others(int own, int count, int of, SplittableRandom random) {
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            int one = random.nextInt(of);
            if (one != own && !drawn.contains(one)) {
                drawn.add(one);
            }
        }
        return drawn;
    }

    /** Pixels of members' images rebuilt by the signs of gradients; with a paired loss such as L1 it would be all. */
    Hits pixels() {
        List<List<String>> ids = site.masks().idsOfPairs();
        List<TrainingPair> members = site.members();
        long right = 0;
        long trials = 0;
        for (int i = 0; i < Math.min(MOST_REBUILT, members.size()); i++) {
            FloatTensor image = members.get(i).image();
            String mask = ids.get(i).get(0);
            int[] rebuilt = PixelBisection.rebuild(image.size(), guess -> {
                float[] values = new float[guess.length];
                for (int p = 0; p < values.length; p++) {
                    values[p] = (float) (guess[p] / HALF - 1);
                }
                FloatTensor gradient = asked.answer(mask, FloatTensor.adopt(values, image.shape()))
                        .gradient();
                boolean[] isAbove = new boolean[guess.length];
                for (int p = 0; p < isAbove.length; p++) {
                    isAbove[p] = gradient.at(p) < 0;
                }
                return isAbove;
            });
            for (int p = 0; p < rebuilt.length; p++) {
                right += rebuilt[p] == Math.round((image.at(p) + 1) * HALF) ? 1 : 0;
            }
            trials += rebuilt.length;
        }
        return new Hits("pixels rebuilt from signs of gradients", right, trials, 1.0 / 256);
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Answers(double[] losses, double[] norms) {}
}
