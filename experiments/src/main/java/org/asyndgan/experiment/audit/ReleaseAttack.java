package org.asyndgan.experiment.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.asyndgan.core.drawing.SiteCode;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.metric.RandomFeatures;
import org.asyndgan.nn.network.Network;
import org.asyndgan.nn.random.Seed;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.privacy.attack.DensityRatio;

/**
 * From what is released, measured on {@link RandomFeatures}.
 *
 * <p>Images drawn of a candidate's own mask come nearer to the candidate where it was trained on (GAN-Leaks, Chen et al. 2020,
 * calibrated): the score is the median distance to other real images minus that to the nearest of the drawn ones. And images
 * drawn of the site's masks lie more densely around what was trained on than held-out images do ({@link DensityRatio}).
 */
final class ReleaseAttack {

    private static final int DRAWS = 16;
    private static final int MOST_DRAWN = 512;
    private static final int LEAST_REFERENCE = 4;

    private final Network generator;
    private final SiteCode code;
    private final RandomFeatures features;

    ReleaseAttack(Network generator, SiteCode code, TrainingPair like) {
        this.generator = generator;
        this.code = code;
        this.features = new RandomFeatures(like.image().dim(0), like.labels().classes());
    }

    Attack on(AuditedSite site) {
        List<TrainingPair> members = site.members();
        List<TrainingPair> others = site.others();
        List<double[]> real = new ArrayList<>();
        members.forEach(pair -> real.add(of(pair)));
        others.forEach(pair -> real.add(of(pair)));
        double[] scores = new double[real.size()];
        for (int i = 0; i < scores.length; i++) {
            TrainingPair pair = i < members.size() ? members.get(i) : others.get(i - members.size());
            scores[i] = median(real, i) - nearest(site.name(), pair, real.get(i), i);
        }
        return Attack.of(
                "release",
                Arrays.copyOf(scores, members.size()),
                Arrays.copyOfRange(scores, members.size(), scores.length));
    }

    /** With every second held-out image as reference; nothing where there are too few for that. */
    Optional<Attack> byDensity(AuditedSite site) {
        List<TrainingPair> others = site.others();
        if (others.size() < 2 * LEAST_REFERENCE) {
            return Optional.empty();
        }
        List<SharedMask> masks = site.masks().all();
        List<double[]> drawn = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_DRAWN, masks.size()); i++) {
            drawn.add(drawn(site.name(), masks.get(i).labels(), new Seed(i).at("density")));
        }
        List<double[]> reference = new ArrayList<>();
        List<TrainingPair> candidates = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            if (i % 2 == 0) {
                candidates.add(others.get(i));
            } else {
                reference.add(of(others.get(i)));
            }
        }
        DensityRatio ratio = DensityRatio.of(drawn, reference);
        return Optional.of(
                Attack.of("release, density ratio", scores(ratio, site.members()), scores(ratio, candidates)));
    }

    private double[] scores(DensityRatio ratio, List<TrainingPair> pairs) {
        return pairs.stream().mapToDouble(pair -> ratio.log(of(pair))).toArray();
    }

    private double[] of(TrainingPair pair) {
        return features.of(pair.image(), pair.labels());
    }

    /** What is seen in the image that is drawn of a mask in a site's look. */
    private double[] drawn(SiteId site, LabelMap mask, Seed noise) {
        FloatTensor image = generator.forward(code.join(mask.oneHot(), site), noise.value());
        return features.of(image.reshape(image.dim(1), image.dim(2), image.dim(3)), mask);
    }

    private double nearest(SiteId site, TrainingPair pair, double[] of, int candidate) {
        double least = Double.POSITIVE_INFINITY;
        for (int draw = 0; draw < DRAWS; draw++) {
            least = Math.min(least, distance(of, drawn(site, pair.labels(), new Seed(candidate).at(draw))));
        }
        return least;
    }

    private static double median(List<double[]> real, int candidate) {
        List<Double> distances = new ArrayList<>();
        for (int i = 0; i < real.size(); i++) {
            if (i != candidate) {
                distances.add(distance(real.get(candidate), real.get(i)));
            }
        }
        distances.sort(null);
        return distances.get(distances.size() / 2);
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
