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
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("\"" + slug + "\" cannot name a site: use lower-case letters, digits,"
                    + " '-' and '_', at most 60, starting with a letter or digit");
        }
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
