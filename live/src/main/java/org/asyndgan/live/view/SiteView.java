package org.asyndgan.live.view;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.asyndgan.core.convergence.DiscriminatorBalance;
import org.asyndgan.core.convergence.DiscriminatorBand;
import org.asyndgan.core.protocol.BatchId;
import org.asyndgan.core.protocol.FoldRecord;

/** What a run has told of one site. Not thread-safe. */
public final class SiteView {

    /** After this long without a word a site that takes part is said not to answer. */
    static final Duration SILENT = Duration.ofMinutes(2);

    private static final int MOST_OPEN = 256;
    private static final double MEMORY = 0.9;

    private final String name;
    private final RoundTrips trips = new RoundTrips();
    private final DiscriminatorBalance balance = new DiscriminatorBalance();
    private final TreeMap<String, Long> drops = new TreeMap<>();
    private final TreeMap<String, Double> losses = new TreeMap<>();
    private final LinkedHashMap<BatchId, Instant> open = new LinkedHashMap<>();
    private String state = "unknown";
    private Optional<Integer> images = Optional.empty();
    private Optional<Instant> heard = Optional.empty();
    private Optional<Instant> foldedAt = Optional.empty();
    private Optional<Double> weight = Optional.empty();
    private Optional<Long> lag = Optional.empty();
    private Optional<Long> answered = Optional.empty();
    private Optional<Double> secondsPerGradient = Optional.empty();
    private Optional<String> privacy = Optional.empty();
    private long folded;

    SiteView(String name) {
        this.name = name;
    }

    DiscriminatorBalance balance() {
        return balance;
    }

    void heard(Instant at) {
        heard = heard.filter(before -> before.isAfter(at)).or(() -> Optional.of(at));
    }

    void joined(FoldRecord.MemberChange change) {
        state = switch (change.status()) {
            case JOINED, RETURNED -> "active";
            default -> change.status().name().toLowerCase(Locale.ROOT);
        };
        images = Optional.of(change.images());
        if (!state.equals("active")) {
            open.clear();
        }
    }

    void drawn(BatchId batch, Instant at) {
        open.put(batch, at);
        if (open.size() > MOST_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
    }

    void folded(FoldRecord.Fold fold, Instant at) {
        if (state.equals("unknown")) {
            // The record that it joined with is deleted, or not read yet.
            state = "active";
        }
        folded++;
        weight = Optional.of(fold.weight());
        lag = Optional.of(fold.lag());
        answered = Optional.of(fold.drawnAt());
        Instant drawn = open.remove(fold.batch());
        if (drawn != null) {
            trips.add(at.toEpochMilli() - drawn.toEpochMilli());
        }
        foldedAt.ifPresent(before -> {
            double seconds = Math.max(0, at.toEpochMilli() - before.toEpochMilli()) / 1000.0;
            secondsPerGradient = Optional.of(secondsPerGradient
                    .map(mean -> MEMORY * mean + (1 - MEMORY) * seconds)
                    .orElse(seconds));
        });
        foldedAt = Optional.of(at);
        heard(at);
    }

    void dropped(FoldRecord.Drop drop, Instant at) {
        open.remove(drop.batch());
        drops.merge(drop.why().kind().label(), 1L, Long::sum);
        boolean hasAnswered = drop.offset() >= 0;
        if (hasAnswered) {
            heard(at);
        }
    }

    void loss(String kind, double value) {
        losses.put(kind, value);
        if (kind.equals("adversarialLoss")) {
            balance.addAdversarial(value);
        } else if (kind.equals("discriminatorLoss")) {
            balance.addDiscriminator(value);
        }
    }

    /** What the site says of its privacy. */
    void states(String words) {
        privacy = Optional.of(words);
    }

    /** Where it stands by the journal: unknown, active, silent, left or suspended. */
    String journalled() {
        return state;
    }

    boolean isActive() {
        return state.equals("active");
    }

    /** Says whether it takes part and was heard of lately. */
    boolean isAnswering(Instant now) {
        return isActive() && heard.filter(at -> at.plus(SILENT).isAfter(now)).isPresent();
    }

    private String shown(Instant now, boolean isOver) {
        if (!isActive()) {
            return state;
        }
        if (isOver) {
            return "finished";
        }
        return isAnswering(now) ? state : "no answer";
    }

    /**
     * @param batchSize images a batch; nothing where it is not known
     * @param isOver whether the run is
     */
    Row row(Instant now, Optional<Integer> batchSize, boolean isOver) {
        Optional<Double> gradients =
                secondsPerGradient.filter(seconds -> seconds > 0).map(seconds -> 1 / seconds);
        TreeMap<String, Double> finite = new TreeMap<>(losses);
        finite.values().removeIf(value -> !Double.isFinite(value));
        DiscriminatorBand band = balance.band();
        return new Row(
                name,
                shown(now, isOver),
                images.orElse(null),
                heard.map(at -> Math.max(0, now.toEpochMilli() - at.toEpochMilli()))
                        .orElse(null),
                answered.orElse(null),
                lag.orElse(null),
                boxed(0.5),
                boxed(0.95),
                folded,
                Map.copyOf(drops),
                gradients.orElse(null),
                gradients.flatMap(g -> batchSize.map(b -> g * b)).orElse(null),
                weight.orElse(null),
                Map.copyOf(finite),
                losses.values().stream().anyMatch(value -> !Double.isFinite(value)),
                privacy.orElse(null),
                band.text(),
                balance.basis(),
                band.advice());
    }

    private Long boxed(double share) {
        var millis = trips.quantile(share);
        return millis.isPresent() ? (Long) millis.getAsLong() : null;
    }

    /**
     * One line of the site table. What is not known is null, never 0.
     *
     * @param state by the journal unknown, silent, left or suspended; of a site that takes part by it active, finished
     *     once the run is, or no answer if it has not been heard of for {@link #SILENT}
     * @param images n_j, real images at the site
     * @param silenceMillis since it was last heard of
     * @param answeredStep step of the weights that drew the newest folded batch
     * @param lag of the newest folded gradient, steps
     * @param tripP50 median round trip of the newest gradients, milliseconds, from drawing to folding
     * @param tripP95 likewise, 95 %
     * @param folded gradients folded in
     * @param dropped gradients refused, by reason
     * @param weight of the newest folded gradient
     * @param losses newest finite ones by kind
     * @param isNotFinite whether one of the newest losses is NaN or infinite
     * @param privacy what it says of its privacy budget; null where it trains without
     * @param balance how its discriminator stands
     * @param balanceBasis what that rests on
     * @param advice what to change; empty where nothing is to be changed
     */
    public record Row(
            String site,
            String state,
            Integer images,
            Long silenceMillis,
            Long answeredStep,
            Long lag,
            Long tripP50,
            Long tripP95,
            long folded,
            Map<String, Long> dropped,
            Double gradientsPerSecond,
            Double imagesPerSecond,
            Double weight,
            Map<String, Double> losses,
            boolean isNotFinite,
            String privacy,
            String balance,
            String balanceBasis,
            String advice) {}
}
