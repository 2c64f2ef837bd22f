package org.asyndgan.failure;

import java.util.regex.Pattern;

/** A URL as a log or a message may show it. */
public final class PrintedUrl {

    /**
     * Up to the first at sign where a host with a port follows, as a path may hold more of them; else up to the last one, as a
     * password that should have been encoded may hold at signs and slashes.
     */
    private static final Pattern USER = Pattern.compile("//(?:[^/,@]*@(?=[^/,@:]*:\\d+(?:[/,]|$))|[^\\s,]*@)");

    private PrintedUrl() {}

    /**
     * Takes users and passwords out.
     *
     * @param urls one or several, separated by commas, or a text with some in it
     * @param instead of each, such as {@code ***@}
     */
    public static String withoutUser(String urls, String instead) {
        return USER.matcher(urls).replaceAll("//" + instead);
    }
}
