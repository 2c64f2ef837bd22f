package org.asyndgan.core.protocol;

import java.util.Locale;

/**
 * Why a gradient, a record or a site was not taken.
 *
 * @param kind chosen where that is decided; programs look at it and at nothing else
 * @param reason for people: completes "the gradient …", "the record …" or "the site …"
 */
public record Rejection(Kind kind, String reason) {

    /** Kinds of rejections: few enough to label a metric. */
    public enum Kind {
        /** Written by a version that named no kind. */
        UNKNOWN,
        /** The gradient is more steps late than {@code max-lag}. */
        STALE,
        /** The gradient answers a batch of another incarnation, or its batch was given up with one. */
        OTHER_INCARNATION,
        /** The gradient answers a batch that is not open: folded, dropped or never drawn. */
        NOT_OPEN,
        /** The site answered a later batch and left this one out. */
        PASSED_OVER,
        /** The site has left or is suspended. */
        MEMBERSHIP,
        /** The norm is over the bound. */
        NORM,
        /** The content contradicts the run's state: shape, version, mask id, a value that is not finite. */
        FAULTY,
        /** The record cannot be read, or is no message of this run. */
        INVALID,
        /** Images or masks have another shape or other classes than the run's. */
        MISFIT,
        /** The site has more masks than a generator takes. */
        TOO_MANY_MASKS;

        /** As metrics, events and messages write it, such as {@code other_incarnation}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
