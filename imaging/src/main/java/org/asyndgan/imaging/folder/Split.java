package org.asyndgan.imaging.folder;

/** What a pair is for. */
public enum Split {
    /** Seen by the site's discriminator; its mask may be drawn. */
    TRAIN,
    /** Held out to choose the weights of a segmentation network by; neither trained on nor scored on. */
    VALIDATION,
    /** Held out to score segmentation on; never trained on. */
    TEST
}
