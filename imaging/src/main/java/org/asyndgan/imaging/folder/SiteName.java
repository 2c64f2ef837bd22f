package org.asyndgan.imaging.folder;

import java.util.regex.Pattern;

/** The one rule for names of sites: part of topic names, record keys and paths. */
public final class SiteName {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");

    private SiteName() {}

    public static boolean isAllowed(String name) {
        return SLUG.matcher(name).matches();
    }

    /** Why a name cannot be one, and what can; no full stop. */
    public static String refusal(String name) {
        return "\"" + name + "\" cannot name a site: use lower-case letters, digits, '-' and '_', at most 60, starting"
                + " with a letter or digit";
    }
}
