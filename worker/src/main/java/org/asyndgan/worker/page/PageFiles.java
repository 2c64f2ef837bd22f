package org.asyndgan.worker.page;

import io.micronaut.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The files of a page, by name: its own and those that all pages share. Nothing else is served. Immutable. */
public final class PageFiles {

    private static final String UPLOT = "vendor/uplot-1.6.32/";
    private static final String SHARED_FOLDER = "/org/asyndgan/worker/page/";

    /** Looks and components of all pages, the report's too. */
    static final Set<String> SHARED = Set.of(
            "look.css",
            "page.css",
            "charts.js",
            "format.js",
            "pictures.js",
            "icon.svg",
            UPLOT + "uPlot.iife.min.js",
            UPLOT + "uPlot.min.css");

    private final Class<?> owner;
    private final String folder;
    private final Set<String> own;

    /**
     * @param owner a class beside whose module's resources the page's own files lie
     * @param folder of these files, absolute, with a slash at its end
     * @param own their names
     */
    public PageFiles(Class<?> owner, String folder, Set<String> own) {
        this.owner = owner;
        this.folder = folder;
        this.own = Set.copyOf(own);
    }

    /** The file, or that there is none. */
    public HttpResponse<byte[]> of(String name) {
        if (own.contains(name)) {
            return answer(name, owner.getResourceAsStream(folder + name));
        }
        return SHARED.contains(name)
                ? answer(name, PageFiles.class.getResourceAsStream(SHARED_FOLDER + name))
                : HttpResponse.notFound();
    }

    /** The text of a shared file, for a page that must be one file. */
    public static String shared(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(SHARED_FOLDER + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The page's file " + name + " cannot be read", e);
        }
    }

    private static HttpResponse<byte[]> answer(String name, InputStream opened) {
        try (InputStream file = opened) {
            return HttpResponse.ok(file.readAllBytes())
                    .contentType(type(name) + ";charset=utf-8")
                    .header("Cache-Control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException("The page's file " + name + " cannot be read", e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html";
            case "css" -> "text/css";
            case "js" -> "text/javascript";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("A page has no files such as " + name);
        };
    }
}
