package org.asyndgan.live.web;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.asyndgan.worker.page.Drawing;
import org.asyndgan.worker.page.Json;

/** The run's state, series, probe images and sampled batches. */
@LivePage
@Controller("/api")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RunController {

    private static final int MOST_NAMES = 2000;

    private final ShownRun shown;
    private final InstantSource clock;

    RunController(ShownRun shown, InstantSource clock) {
        this.shown = shown;
        this.clock = clock;
    }

    /** All but series, images and feed. */
    @Get("/run")
    String run() {
        return Json.of(shown.view().summary(clock.instant()));
    }

    /** @param names separated by commas; all where there are none */
    @Get("/series")
    String series(@Nullable @QueryValue String names) {
        return Json.of(shown.view().series(list(names)));
    }

    /** All sites' series of one kind as one: smallest, largest and mean. */
    @Get("/across/{kind}")
    String across(@PathVariable String kind) {
        return Json.of(shown.view().across(kind));
    }

    /** Of the segmentation trainer, over its own steps. */
    @Get("/segmentation")
    String segmentation(@Nullable @QueryValue String names) {
        return Json.of(shown.view().segmentation(list(names)));
    }

    private static List<String> list(@Nullable String names) {
        return names == null || names.isBlank() ? List.of() : List.of(names.split(",", MOST_NAMES));
    }

    /** @param kind image, mask or overlay */
    @Get("/previews/{step}/{probe}/{kind}.png")
    @Produces(MediaType.IMAGE_PNG)
    HttpResponse<byte[]> preview(@PathVariable long step, @PathVariable int probe, @PathVariable String kind) {
        return png(shown.view().preview(step, probe).flatMap(preview -> Drawing.of(kind)
                .map(preview::png)));
    }

    /**
     * An image of a batch that a site was sent.
     *
     * @param row of the batch
     * @param kind image, mask or overlay
     */
    @Get("/batches/{site}/{sequence}/{row}/{kind}.png")
    @Produces(MediaType.IMAGE_PNG)
    HttpResponse<byte[]> sent(
            @PathVariable String site, @PathVariable long sequence, @PathVariable int row, @PathVariable String kind) {
        return png(shown.view().sent(site, sequence, row).flatMap(image -> Drawing.of(kind)
                .flatMap(image::png)));
    }

    private static HttpResponse<byte[]> png(Optional<byte[]> drawn) {
        return drawn.map(png -> HttpResponse.ok(png).header("Cache-Control", "private, max-age=3600"))
                .orElseGet(HttpResponse::notFound);
    }
}
