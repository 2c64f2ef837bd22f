package org.asyndgan.core.protocol;

import java.util.regex.Pattern;

/**
 * The name of a site, such as {@code st-mary}: part of topic names and record keys.
 *
 * @param slug lower-case letters, digits, '-' and '_', at most 60, starting with a letter or digit
 */
public record SiteId(String slug) implements Comparable<SiteId> {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");

    public SiteId {
        if (!isSlug(slug)) {
            throw new IllegalArgumentException("\"" + slug + "\" cannot name a site: use lower-case letters, digits,"
                    + " '-' and '_', at most 60, starting with a letter or digit");
        }
    }

    /** Says whether a text can name a site. */
    public static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
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
