package org.asyndgan.core.convergence;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the images of a run are still getting better, as a function of what its previews showed.
 *
 * <p>Two things are looked at, over the newest fifth of the previews: how clearly what the masks outline can be seen in the
 * images, and how much the images still change from one preview to the next, on fixed features. The learning rate falls
 * towards the end of a run, so that images which hardly change need not be good: that is what the contrast is for. Where it
 * rises with nearly every preview, and by more than {@value #GROWS} of it, more training would have taken it further. Real
 * images of nuclei under two microscopes, of vessels of three kinds and of brain tumours had contrasts of 1.2 to 9; where the
 * newest preview is below {@value #NOT_DRAWN} nothing is drawn where the masks say. Where the contrast of the real images is
 * known, as on a machine that has all sites' images, less than {@value #FAINT} of it is too little as well, and from {@value
 * #LIKE_REAL} of it on a rise counts no more.
 *
 * @param state of the images
 * @param sentence what is told to people, whole
 * @param advice what to change; empty where nothing is to be changed
 * @param brief the same in two or three words, for a line of progress
 * @param basis what the verdict rests on
 */
public record Convergence(State state, String sentence, String advice, String brief, String basis) {

    static final double NOT_DRAWN = 1.0;

    /** Share of the real images' contrast. */
    static final double FAINT = 0.5;

    /** Growth of the contrast within the window that counts as getting better if it is steady. */
    static final double GROWS = 0.1;

    /** Share of the window's previews whose contrast is above that of the one before; by chance it is a half. */
    static final double STEADY = 0.8;

    /** Share of the real images' contrast from which on more of it is no aim. */
    static final double LIKE_REAL = 0.8;

    /** Mean change from preview to preview within the window; below it the images stand still. */
    static final double STILL = 0.02;

    private static final int LEAST_LOOKS = 5;
    private static final String BASIS =
            "fixed random features of the previews, and how clearly their masks can be seen in them; no real image";
    private static final String BASIS_WITH_REAL =
            "how clearly masks can be seen in the previews, and in the real images on this machine";

    /** How far the images are. */
    public enum State {
        UNKNOWN,
        NOT_DRAWN,
        GETTING_BETTER,
        CHANGING,
        SETTLED
    }

    /**
     * Judges.
     *
     * @param looks of the run so far, the oldest first
     * @param real contrast of real images by site; empty where nobody knows it
     * @param isFinished whether the training is over
     * @param steps of the whole training, for the advice
     */
    public static Convergence of(List<Look> looks, Map<String, Double> real, boolean isFinished, long steps) {
        return of(looks, real, isFinished, new Length(steps, false));
    }

    /**
     * Judges a training that ended before its steps were taken, because its images were found to get no better.
     *
     * @param steps that it took
     */
    public static Convergence ofConverged(List<Look> looks, Map<String, Double> real, long steps) {
        return of(looks, real, true, new Length(steps, true));
    }

    private static Convergence of(List<Look> looks, Map<String, Double> real, boolean isFinished, Length length) {
        if (looks.size() < LEAST_LOOKS) {
            return new Convergence(
                    State.UNKNOWN,
                    "There are too few previews to say whether the images are still getting better.",
                    isFinished ? "Draw previews (asyndgan.generator.preview-every)." : "",
                    "too early to say",
                    "");
        }
        List<Look> window = looks.subList(looks.size() - Math.max(LEAST_LOOKS, looks.size() / 5), looks.size());
        Look newest = looks.get(looks.size() - 1);
        Optional<String> faintest = newest.contrast().keySet().stream()
                .min(Comparator.comparingDouble(site -> newest.contrast().get(site) / enough(site, real)));
        if (faintest.filter(site -> newest.contrast().get(site) < enough(site, real))
                .isPresent()) {
            return notDrawn(faintest.get(), newest.contrast().get(faintest.get()), real, isFinished, length);
        }
        OptionalDouble growth = growth(window.get(0), newest);
        double change = window.stream()
                .flatMapToDouble(look -> look.change().stream())
                .average()
                .orElse(0);
        if (growth.isPresent()
                && growth.getAsDouble() > GROWS
                && rises(window) >= STEADY
                && !isLikeReal(newest, real)) {
            return better(growth.getAsDouble(), window.get(0).step(), isFinished, length);
        }
        return change < STILL ? settled(change, isFinished) : changing(change, isFinished, length);
    }

    private static double enough(String site, Map<String, Double> real) {
        return Math.max(NOT_DRAWN, FAINT * real.getOrDefault(site, 0.0));
    }

    private static double rises(List<Look> window) {
        int rises = 0;
        for (int i = 1; i < window.size(); i++) {
            rises += growth(window.get(i - 1), window.get(i)).orElse(0) > 0 ? 1 : 0;
        }
        return rises / (window.size() - 1.0);
    }

    private static boolean isLikeReal(Look look, Map<String, Double> real) {
        return !real.isEmpty()
                && look.contrast().entrySet().stream()
                        .allMatch(site -> site.getValue() >= LIKE_REAL * real.getOrDefault(site.getKey(), 0.0));
    }

    /** Of the mean contrast over all sites that are in both. */
    private static OptionalDouble growth(Look from, Look to) {
        double before = 0;
        double after = 0;
        for (Map.Entry<String, Double> site : to.contrast().entrySet()) {
            if (from.contrast().containsKey(site.getKey())) {
                before += from.contrast().get(site.getKey());
                after += site.getValue();
            }
        }
        return before == 0 ? OptionalDouble.empty() : OptionalDouble.of(after / before - 1);
    }

    private static Convergence notDrawn(
            String site, double contrast, Map<String, Double> real, boolean isFinished, Length length) {
        String seen = "what the masks outline " + (contrast < NOT_DRAWN ? "cannot be seen" : "can hardly be seen")
                + " in the images of site " + site + " (contrast " + two(contrast) + "; "
                + (real.containsKey(site)
                        ? "its real images have " + two(real.get(site))
                        : "real images mostly have 1.5 and more")
                + ")";
        return new Convergence(
                State.NOT_DRAWN,
                isFinished
                        ? "The training stopped far too early: " + seen + "."
                        : "The images are not there yet: " + seen + ".",
                isFinished
                        ? "Train longer: " + length.times(5) + ", or more."
                        : "If it stays so for long, give the generator more feature maps (--width) or a higher learning"
                                + " rate.",
                "masks not drawn yet",
                real.containsKey(site) ? BASIS_WITH_REAL : BASIS);
    }

    private static Convergence better(double growth, long since, boolean isFinished, Length length) {
        String seen = "what the masks outline stands out " + percent(growth) + " more than at step " + since;
        return new Convergence(
                State.GETTING_BETTER,
                isFinished
                        ? "The training stopped while the images were still getting better: " + seen + "."
                        : "The images are getting better: " + seen + ".",
                isFinished ? "Train longer: " + length.times(2) + ", or more." : "",
                "getting better",
                BASIS);
    }

    private static Convergence changing(double change, boolean isFinished, Length length) {
        String seen = "from preview to preview by " + percent(change);
        return new Convergence(
                State.CHANGING,
                isFinished
                        ? "The images were still changing when the training ended, " + seen + "."
                        : "The images still change, " + seen + ".",
                isFinished ? "More steps (" + length.times(2) + ") may make them better." : "",
                "still changing",
                BASIS);
    }

    private static Convergence settled(double change, boolean isFinished) {
        String seen = "from preview to preview by " + percent(change);
        return new Convergence(
                State.SETTLED,
                isFinished
                        ? "The images had settled when the training ended: they changed " + seen + "."
                        : "The images hardly change any more, " + seen + ".",
                isFinished ? "" : "More steps alone are unlikely to help.",
                "settled",
                BASIS);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
    }

    /** Says whether the training ended before the images were what it could have made of them. */
    public boolean isUnfinished() {
        return state == State.NOT_DRAWN || state == State.GETTING_BETTER;
    }

    /** @param isShortened whether the training took fewer steps than it was allowed to, because it was found to have converged */
    private record Length(long steps, boolean isShortened) {

        String times(int factor) {
            return "--steps=" + factor * steps + (isShortened ? " --until=steps" : "") + " instead of " + steps;
        }
    }
}
