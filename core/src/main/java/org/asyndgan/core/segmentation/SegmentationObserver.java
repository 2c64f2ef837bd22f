package org.asyndgan.core.segmentation;

import org.asyndgan.core.checkpoint.SnapshotCadence;

/** Watches a segmentation training from outside: log lines, metrics, events. */
public interface SegmentationObserver extends SnapshotCadence.Observer {

    /** Watches nothing. */
    SegmentationObserver NONE = new SegmentationObserver() {};

    /** The training begins, or goes on after so many steps of a snapshot. */
    default void started(long step) {}

    /** So many samples of a release have come, of so many. */
    default void gathered(int samples, int expected) {}

    /** A release replaces the one before, for the steps up to this one. */
    default void learning(GatheredRelease release, long until) {}

    /** One optimiser step was taken. */
    default void stepped(long step, double loss) {}

    /**
     * The network was looked at with the validation pairs.
     *
     * @param isBest says whether no look before was as good
     */
    default void validated(long step, double dice, boolean isBest) {}
}
