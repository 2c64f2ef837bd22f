package org.asyndgan.live.web;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.util.Set;
import org.asyndgan.worker.page.PageFiles;

/** The page's files, by name. */
@LivePage
@Controller("/")
final class PageController {

    private static final String PAGE = "index.html";

    private final PageFiles files = new PageFiles(
            PageController.class,
            "/org/asyndgan/live/page/",
            Set.of(PAGE, "live.js", "feed.js", "sent.js", "sites.js", "strip.js", "view.js"));

    @Get
    HttpResponse<byte[]> page() {
        return files.of(PAGE);
    }

    @Get("/page/{+name}")
    HttpResponse<byte[]> file(@PathVariable String name) {
        return files.of(name);
    }
}
