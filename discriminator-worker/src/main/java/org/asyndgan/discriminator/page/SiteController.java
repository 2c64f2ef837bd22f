package org.asyndgan.discriminator.page;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.worker.page.Drawing;
import org.asyndgan.worker.page.Json;
import org.asyndgan.worker.page.PageFiles;
import org.asyndgan.worker.telemetry.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site's own page and what it asks for. Nothing is kept by the browser. */
@SitePage
@Controller("/")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SiteController {

    private static final Logger LOG = LoggerFactory.getLogger(SiteController.class);
    private static final String PAGE = "index.html";
    private static final int MOST_NAMES = 100;

    private final PageFiles files =
            new PageFiles(SiteController.class, "/org/asyndgan/discriminator/page/", Set.of(PAGE, "site.js"));
    private final SiteView view;
    private final Wishes wishes;
    private final PageToken token;
    private final Progress progress;
    private final MeterRegistry meters;
    private final InstantSource clock;

    SiteController(
            SiteView view,
            Wishes wishes,
            PageToken token,
            Progress progress,
            MeterRegistry meters,
            InstantSource clock) {
        this.view = view;
        this.wishes = wishes;
        this.token = token;
        this.progress = progress;
        this.meters = meters;
        this.clock = clock;
    }

    @Get
    HttpResponse<byte[]> page() {
        return files.of(PAGE);
    }

    @Get("/page/{+name}")
    HttpResponse<byte[]> file(@PathVariable String name) {
        return files.of(name);
    }

    /** All but series and images. */
    @Get("/api/site")
    HttpResponse<String> site() {
        return fresh(new Site(
                view.summary(clock.instant()),
                wishes.newest().name(),
                progress.waitingFor(),
                bytes("asyndgan.kafka.sent"),
                bytes("asyndgan.kafka.received"),
                token.text()));
    }

    private Double bytes(String meter) {
        FunctionCounter counter = meters.find(meter).functionCounter();
        return counter == null ? null : (Double) counter.count();
    }

    /** @param names separated by commas; all where there are none */
    @Get("/api/series")
    HttpResponse<String> series(@Nullable @QueryValue String names) {
        return fresh(view.series(names == null || names.isBlank() ? List.of() : List.of(names.split(",", MOST_NAMES))));
    }

    private static HttpResponse<String> fresh(Object value) {
        return HttpResponse.ok(Json.of(value))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store");
    }

    /** @param kind mask, overlay, synthetic, real (of the same mask) or nearest */
    @Get("/api/images/{number}/{row}/{kind}.png")
    @Produces(MediaType.IMAGE_PNG)
    HttpResponse<byte[]> image(@PathVariable long number, @PathVariable int row, @PathVariable String kind) {
        return view.image(number, row)
                .flatMap(judged -> view.real().flatMap(real -> drawn(judged, real, kind)))
                .map(png -> HttpResponse.ok(png).header("Cache-Control", "no-store"))
                .orElseGet(HttpResponse::notFound);
    }

    private static Optional<byte[]> drawn(JudgedImage judged, RealImages real, String kind) {
        return switch (kind) {
            case "mask" -> Optional.of(png(Drawing.MASK, real.pair(judged.mask())));
            case "overlay" -> Optional.of(png(Drawing.OVERLAY, real.pair(judged.mask())));
            case "real" -> Optional.of(png(Drawing.IMAGE, real.pair(judged.mask())));
            case "nearest" -> Optional.of(png(Drawing.IMAGE, real.nearest(judged)));
            case "synthetic" ->
                Optional.of(png(Drawing.IMAGE, real.pair(judged.mask()).labels(), judged.image()));
            default -> Optional.empty();
        };
    }

    private static byte[] png(Drawing drawing, TrainingPair pair) {
        return png(drawing, pair.labels(), pair.image());
    }

    private static byte[] png(Drawing drawing, LabelMap labels, FloatTensor image) {
        return drawing.png(labels, image.dim(0), EightBit.encode(image));
    }

    /** @param name take-part, pause or leave */
    @Post("/api/wishes/{name}")
    HttpResponse<String> wish(@PathVariable String name) {
        Optional<Wishes.Wish> wish = Wishes.Wish.of(name);
        wish.ifPresent(known -> {
            LOG.info("Wished from the page wish={}", name);
            wishes.wish(known);
        });
        return wish.isPresent() ? fresh(wishes.newest().name()) : HttpResponse.notFound();
    }

    /**
     * What the page asks for again and again.
     *
     * @param wish newest of the people at the site
     * @param waitingFor what has to come before the worker does more
     * @param bytesSent by all Kafka clients of this process; null before they are there
     * @param bytesReceived likewise
     */
    record Site(
            SiteView.Summary site,
            String wish,
            String waitingFor,
            Double bytesSent,
            Double bytesReceived,
            String token) {}
}
