package org.asyndgan.experiment.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The frame of a page: head, style, title. */
public final class Html {

    private Html() {}

    /**
     * A whole page.
     *
     * @param body elements of the page's main part
     */
    public static String page(String title, String body) {
        return page(title, "", body);
    }

    /**
     * A whole page with looks of its own.
     *
     * @param style rules that win over those of all pages
     * @param body elements of the page's main part
     */
    public static String page(String title, String style, String body) {
        try (InputStream in = Html.class.getResourceAsStream("page.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{title}}", escaped(title))
                    .replace("{{style}}", style)
                    .replace("{{body}}", body);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Text as it may stand in an element or attribute. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
