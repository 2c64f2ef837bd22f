package org.asyndgan.experiment;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How long the rest will take, from how long each kind of step has taken so far. */
final class Forecast {

    /** Kinds of steps that take about equal time each. */
    enum Kind {
        GAN,
        AVERAGED_GAN,
        U_NET
    }

    private final Map<Kind, Long> left = new EnumMap<>(Kind.class);
    private final Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> taken = new EnumMap<>(Kind.class);

    void plan(Kind kind, long steps) {
        left.merge(kind, steps, Long::sum);
    }

    /** Steps were taken; a plan is fulfilled, which may have been of more. */
    void took(Kind kind, long planned, long steps, Duration time) {
        left.merge(kind, -planned, Long::sum);
        taken.merge(kind, steps, Long::sum);
        seconds.merge(kind, time.toMillis() / 1000.0, Double::sum);
    }

    /** Empty as long as a planned kind of step has never been taken and no other tells its price. */
    String text() {
        double total = 0;
        boolean isWhole = true;
        for (Map.Entry<Kind, Long> kind : left.entrySet()) {
            if (kind.getValue() > 0 && taken.getOrDefault(kind.getKey(), 0L) == 0) {
                isWhole = false;
            } else if (kind.getValue() > 0) {
                total += kind.getValue() * seconds.get(kind.getKey()) / taken.get(kind.getKey());
            }
        }
        if (total == 0) {
            return "";
        }
        long rest = Math.round(total);
        return (isWhole ? "about " : "more than ")
                + String.format(Locale.ROOT, "%d:%02d:%02d left", rest / 3600, rest / 60 % 60, rest % 60);
    }
}
