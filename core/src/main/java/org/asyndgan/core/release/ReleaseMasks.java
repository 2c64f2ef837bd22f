package org.asyndgan.core.release;

/** What a release draws where it has more pairs than there are masks. */
public enum ReleaseMasks {
    /** The masks that the sites shared, again in the looks of the other sites. */
    SHARED,
    /** Masks of a site's own put together anew, in its own look; see {@link org.asyndgan.imaging.image.MaskRecombination}. */
    RECOMBINED
}
