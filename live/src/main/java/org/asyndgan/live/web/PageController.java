package org.asyndgan.live.web;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The page's own files, by name; nothing else is served. */
@LivePage
@Controller("/")
final class PageController {

    private static final String PAGE = "index.html";
    private static final String UPLOT = "vendor/uplot-1.6.32/";

    private static final Map<String, MediaType> FILES = Map.ofEntries(
            Map.entry(PAGE, MediaType.TEXT_HTML_TYPE),
            Map.entry("live.css", MediaType.TEXT_CSS_TYPE),
            Map.entry("live.js", MediaType.of("text/javascript")),
            Map.entry("charts.js", MediaType.of("text/javascript")),
            Map.entry("feed.js", MediaType.of("text/javascript")),
            Map.entry("format.js", MediaType.of("text/javascript")),
            Map.entry("sites.js", MediaType.of("text/javascript")),
            Map.entry("strip.js", MediaType.of("text/javascript")),
            Map.entry("view.js", MediaType.of("text/javascript")),
            Map.entry("icon.svg", MediaType.IMAGE_SVG_TYPE),
            Map.entry(UPLOT + "uPlot.iife.min.js", MediaType.of("text/javascript")),
            Map.entry(UPLOT + "uPlot.min.css", MediaType.TEXT_CSS_TYPE));

    @Get
    HttpResponse<byte[]> page() {
        return file(PAGE);
    }

    @Get("/page/{+name}")
    HttpResponse<byte[]> file(@PathVariable String name) {
        MediaType type = FILES.get(name);
        if (type == null) {
            return HttpResponse.notFound();
        }
        try (InputStream file = PageController.class.getResourceAsStream("/org/asyndgan/live/page/" + name)) {
            return HttpResponse.ok(file.readAllBytes())
                    .contentType(type.toString() + ";charset=utf-8")
                    .header("Cache-Control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException("The page's file " + name + " cannot be read", e);
        }
    }
}
