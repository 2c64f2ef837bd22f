package org.asyndgan.command.progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.asyndgan.core.convergence.DiscriminatorBalance;
import org.asyndgan.core.convergence.Look;
import org.asyndgan.core.convergence.Looks;
import org.asyndgan.core.protocol.Preview;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;

/**
 * What the events of a run have told so far. Not thread-safe.
 *
 * <p>Events are for eyes alone: a missing one makes a picture poorer, never a run wrong.
 */
public final class TrainingWatch {

    private static final String GENERATOR = "generator";
    private static final String SEGMENTER = "segmenter";
    private static final String ADVERSARIAL = "adversarialLoss.";
    private static final String DISCRIMINATOR = "discriminatorLoss.";
    private static final String FOLDS = "folds.";
    private static final String SITE = "site/";

    private final Map<String, NavigableMap<Long, Long>> folds = new TreeMap<>();
    private final Map<String, Curve> curves = new TreeMap<>();
    private final Map<String, Map<String, Double>> counts = new TreeMap<>();
    private final Map<String, String> last = new TreeMap<>();
    private long step;
    private final Map<String, Map<String, String>> texts = new TreeMap<>();
    private double stepsPerSecond;
    private final Map<String, DiscriminatorBalance> balances = new TreeMap<>();
    private final Looks looks = new Looks();
    private OptionalLong convergedAt = OptionalLong.empty();
    private RunEvent score;

    /** Takes one event in. */
    public void see(RunEvent event) {
        last.put(event.source(), event.type());
        if (event.source().equals(GENERATOR)) {
            seeGenerator(event);
        } else if (event.source().equals(SEGMENTER)) {
            seeSegmenter(event);
        }
        if (event.source().startsWith(SITE) && event.texts().containsKey("loss")) {
            balanceAt(event.source().substring(SITE.length()))
                    .loss(event.texts().get("loss"));
        }
        counts.computeIfAbsent(event.source(), source -> new TreeMap<>()).putAll(event.values());
        texts.computeIfAbsent(event.source(), source -> new TreeMap<>()).putAll(event.texts());
    }

    /** Takes one preview in. */
    public void see(Preview preview) {
        looks.add(preview);
    }

    private DiscriminatorBalance balanceAt(String site) {
        return balances.computeIfAbsent(site, unknown -> new DiscriminatorBalance());
    }

    private void seeGenerator(RunEvent event) {
        step = Math.max(step, event.step());
        stepsPerSecond = event.values().getOrDefault("stepsPerSecond", stepsPerSecond);
        if (event.type().equals("converged")) {
            convergedAt = OptionalLong.of(event.step());
        } else if (event.type().equals("reincarnated")) {
            convergedAt = OptionalLong.empty();
        }
        if (!event.type().equals("stepped")) {
            return;
        }
        forgetFrom(event.step());
        event.values().forEach((name, value) -> {
            if (name.startsWith(DISCRIMINATOR)) {
                balanceAt(name.substring(DISCRIMINATOR.length())).addDiscriminator(value);
            }
            if (name.startsWith(FOLDS)) {
                folds.computeIfAbsent(name.substring(FOLDS.length()), unknown -> new TreeMap<>())
                        .put(event.step(), Math.round(value));
            }
            if (name.startsWith(ADVERSARIAL)) {
                String site = name.substring(ADVERSARIAL.length());
                balanceAt(site).addAdversarial(value);
                curves.computeIfAbsent(site, unknown -> new Curve())
                        .add(
                                event.step(),
                                value,
                                Optional.ofNullable(event.values().get(DISCRIMINATOR + site)));
            }
        });
    }

    /** A generator that has lost its last steps makes them again in a new incarnation: what they were does not count. */
    private void forgetFrom(long step) {
        folds.values().forEach(ofSite -> ofSite.tailMap(step, true).clear());
        curves.values().forEach(curve -> curve.forgetFrom(step));
        curves.values().removeIf(curve -> curve.steps.isEmpty());
    }

    private void seeSegmenter(RunEvent event) {
        if (event.type().equals("scored")) {
            score = event;
        }
    }

    /** Steps of the generator so far. */
    public long step() {
        return step;
    }

    /** Steps of the whole run, as the generator knows them. */
    public OptionalLong steps() {
        return value(GENERATOR, "steps")
                .map(steps -> OptionalLong.of(Math.round(steps)))
                .orElse(OptionalLong.empty());
    }

    /** The step after which the images were found to get no better; nothing where the run takes all its steps. */
    public OptionalLong convergedAt() {
        return convergedAt;
    }

    /** As the generator measured it last; 0 before that. */
    public double stepsPerSecond() {
        return stepsPerSecond;
    }

    /** Says whether this source has told this of itself last. */
    public boolean said(String source, String type) {
        return type.equals(last.get(source));
    }

    /** The newest value of this name that a source has told. */
    public Optional<Double> value(String source, String name) {
        return Optional.ofNullable(counts.getOrDefault(source, Map.of()).get(name));
    }

    /** The newest value of this name that a site has told. */
    public Optional<Double> siteValue(String site, String name) {
        return value(RunEvent.sourceOf(new SiteId(site)), name);
    }

    /** The newest words of this name that a site has told. */
    public Optional<String> siteText(String site, String name) {
        return Optional.ofNullable(texts.getOrDefault(RunEvent.sourceOf(new SiteId(site)), Map.of())
                .get(name));
    }

    /** What the segmenter scored, once it has. */
    public Optional<RunEvent> score() {
        return Optional.ofNullable(score);
    }

    /** Gradients of a site that the generator has folded. */
    public long folds(String site) {
        return folds.getOrDefault(site, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The newest adversarial loss of every site that has answered, in the order of names. */
    public Map<String, Double> losses() {
        Map<String, Double> losses = new TreeMap<>();
        curves.forEach((site, curve) -> losses.put(site, curve.adversarial.get(curve.adversarial.size() - 1)));
        return losses;
    }

    /** What the previews have shown so far, the oldest first. */
    public List<Look> looks() {
        return looks.newest();
    }

    /** How a site's discriminator stands against the generator. */
    public DiscriminatorBalance balanceOf(String site) {
        return balances.getOrDefault(site, new DiscriminatorBalance());
    }

    /** The course of a site's losses; empty if none of its answers has been folded. */
    public Curve curve(String site) {
        return curves.getOrDefault(site, new Curve());
    }

    /** A site's losses in the order of the generator's steps. */
    public static final class Curve {

        private final List<Long> steps = new ArrayList<>();
        private final List<Double> adversarial = new ArrayList<>();
        private final List<Double> discriminator = new ArrayList<>();

        private void add(long step, double adversarialLoss, Optional<Double> discriminatorLoss) {
            steps.add(step);
            adversarial.add(adversarialLoss);
            discriminatorLoss.ifPresent(discriminator::add);
        }

        private void forgetFrom(long step) {
            while (!steps.isEmpty() && steps.get(steps.size() - 1) >= step) {
                int last = steps.size() - 1;
                if (discriminator.size() == steps.size()) {
                    discriminator.remove(last);
                }
                steps.remove(last);
                adversarial.remove(last);
            }
        }

        public List<Long> steps() {
            return Collections.unmodifiableList(steps);
        }

        public List<Double> adversarial() {
            return Collections.unmodifiableList(adversarial);
        }

        /** As many as steps, or none where the site has kept one of them to itself. */
        public List<Double> discriminator() {
            return discriminator.size() == steps.size() ? Collections.unmodifiableList(discriminator) : List.of();
        }
    }
}
