package org.asyndgan.generator.worker;

/** Kinds of reasons for which gradients are dropped: few enough to be a label of a metric. */
enum DropReason {
    STALE("generator steps old"),
    OTHER_INCARNATION("incarnation"),
    NOT_OPEN("not open"),
    PASSED_OVER("passed over"),
    MEMBERSHIP("from a site that"),
    NORM("has norm"),
    FAULTY("");

    private final String mark;

    DropReason(String mark) {
        this.mark = mark;
    }

    /** @param reason as the core words it */
    static DropReason of(String reason) {
        for (DropReason kind : values()) {
            if (reason.contains(kind.mark)) {
                return kind;
            }
        }
        throw new IllegalStateException("Every text contains the empty one");
    }

    /** As in {@code reason="other_incarnation"}. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
