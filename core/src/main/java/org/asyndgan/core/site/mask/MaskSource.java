package org.asyndgan.core.site.mask;

/** What the masks are that a site shares. */
public enum MaskSource {
    /** Its own, as they were drawn. */
    OWN,

    /** Made of its own, so that none is anybody's ({@link MaskMorph}); its real pairs are warped alike. */
    MORPHED
}
