package org.asyndgan.command.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.convergence.Convergence;

/**
 * Everything a run's report says, as {@code report.json} holds it.
 *
 * @param run name of the run
 * @param seed that all random numbers of the run follow from
 * @param steps of the generator
 * @param sites in the order of names
 * @param arms in the order of the table: {@code asyndgan}, {@code real-all}, then {@code real-SITE}
 * @param wallSeconds from the command's start to the last score
 * @param provenance what it takes to do the run again
 * @param losses one curve a site
 * @param training how it went, as previews and losses tell
 */
@JsonInclude(Include.NON_NULL)
public record RunReport(
        String run,
        long seed,
        long steps,
        List<Site> sites,
        Generator generator,
        List<Arm> arms,
        double wallSeconds,
        Provenance provenance,
        List<LossCurve> losses,
        Training training) {

    /** Name of the arm that was trained on synthetic images alone. */
    public static final String ASYNDGAN = "asyndgan";

    /** Name of the arm that was trained on all sites' real images: the ceiling that nobody is allowed. */
    public static final String REAL_ALL = "real-all";

    /** What the names of the arms begin with that were trained on one site's real images. */
    public static final String REAL = "real-";

    public RunReport {
        sites = List.copyOf(sites);
        arms = List.copyOf(arms);
        losses = List.copyOf(losses);
    }

    /** The arm with this name, if it was run. */
    public Optional<Arm> arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
    }

    /** The best arm of those that saw one site's real images alone. */
    @JsonIgnore
    public Optional<Arm> bestSingleSite() {
        return arms.stream()
                .filter(arm -> arm.name().startsWith(REAL) && !arm.name().equals(REAL_ALL))
                .max((a, b) -> Double.compare(a.dice(), b.dice()));
    }

    /**
     * What went through Kafka for one site.
     *
     * @param images real training images that stayed there
     * @param batches synthetic batches it was sent
     * @param gradients answers it gave
     * @param bytesIn bytes of the records it was sent
     * @param bytesOut bytes of the records it sent
     * @param privacy what its discriminator was trained with, in words; empty for no differential privacy
     */
    @JsonInclude(Include.NON_EMPTY)
    public record Site(
            String name, long images, long batches, long gradients, long bytesIn, long bytesOut, String privacy) {

        /** Without differential privacy. */
        public Site(String name, long images, long batches, long gradients, long bytesIn, long bytesOut) {
            this(name, images, batches, gradients, bytesIn, bytesOut, "");
        }
    }

    /**
     * The generator's size and speed.
     *
     * @param parameters numbers that were learnt
     * @param stepsPerSecond over the whole training
     */
    public record Generator(long parameters, double stepsPerSecond) {}

    /**
     * One way of training the same segmentation network, scored on the same held-out real images.
     *
     * @param pairs (image, mask) it was trained on
     * @param dice mean over test images, in [0, 1]
     * @param sensitivity mean over test images, in [0, 1]
     * @param specificity mean over test images, in [0, 1]
     * @param hd95 mean over test images, pixels
     */
    public record Arm(String name, int pairs, double dice, double sensitivity, double specificity, double hd95) {}

    /**
     * Where the numbers come from.
     *
     * @param startedAt ISO-8601, UTC
     * @param data folder of the data set
     * @param testImages held-out real images that all arms are scored on
     * @param machine processors, memory and operating system, in words
     * @param versions by name
     * @param settings by flag
     */
    public record Provenance(
            String startedAt,
            String data,
            int testImages,
            String machine,
            Map<String, String> versions,
            Map<String, String> settings) {}

    /**
     * How the training went.
     *
     * @param convergence whether the images were still getting better at its end
     * @param discriminators how each site's stood at the end
     * @param previews what they showed on the way
     */
    public record Training(Convergence convergence, List<Discriminator> discriminators, PreviewCurve previews) {}

    /**
     * How a site's discriminator stood against the generator.
     *
     * @param band in words
     * @param basis what that rests on
     * @param advice what to change; empty where nothing is to be changed
     */
    public record Discriminator(String site, String band, String basis, String advice) {}

    /**
     * What previews showed; NaN where there is nothing.
     *
     * @param steps at which they were drawn
     * @param change since the previews before, a share of 1
     * @param contrast by site, how clearly masks can be seen
     */
    public record PreviewCurve(List<Long> steps, List<Double> change, Map<String, List<Double>> contrast) {}

    /**
     * A site's losses in the order of the generator's steps.
     *
     * @param steps at which the site's answer was folded
     * @param adversarial L_G at the site
     * @param discriminator L_D at the site; empty where the site keeps it to itself
     */
    public record LossCurve(String site, List<Long> steps, List<Double> adversarial, List<Double> discriminator) {}
}
