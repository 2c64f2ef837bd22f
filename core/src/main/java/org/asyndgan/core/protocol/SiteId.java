package org.asyndgan.core.protocol;

import org.asyndgan.imaging.folder.SiteName;

/**
 * The name of a site, such as {@code st-mary}: part of topic names and record keys.
 *
 * @param slug lower-case letters, digits, '-' and '_', at most 60, starting with a letter or digit
 */
public record SiteId(String slug) implements Comparable<SiteId> {

    public SiteId {
        if (!SiteName.isAllowed(slug)) {
            throw new IllegalArgumentException(SiteName.refusal(slug));
        }
    }

    /** Says whether a text can name a site. */
    public static boolean isSlug(String text) {
        return SiteName.isAllowed(text);
    }

    @Override
    public int compareTo(SiteId other) {
        return slug.compareTo(other.slug);
    }

    @Override
    public String toString() {
        return slug;
    }
}
