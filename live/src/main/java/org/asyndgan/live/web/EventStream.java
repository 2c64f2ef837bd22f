package org.asyndgan.live.web;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.asyndgan.live.view.Activity;
import org.asyndgan.live.view.RunView;
import org.asyndgan.worker.page.Json;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * What changes, as server-sent events.
 *
 * <p>An {@code activity} has the place of its record in the log as its id, such as {@code nuclei.events@41}; a browser
 * that was cut off names the last one that it saw and gets all that came after it. A {@code tick} says that state,
 * series or images have changed, at most four times a second, and every few seconds that nothing has.
 */
@LivePage
@Controller("/api/events")
final class EventStream {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_BETWEEN_TICKS = 12;
    private static final int FIRST = 200;
    private static final int MOST_READERS = 64;

    private final ShownRun shown;
    private final AtomicInteger readers = new AtomicInteger();

    EventStream(ShownRun shown) {
        this.shown = shown;
    }

    /**
     * @param lastId id of the last activity that the reader saw
     * @param began the view that the id is from; with another one the newest activities are sent again
     */
    @Get(produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<String>> events(
            @Nullable @Header("Last-Event-ID") String lastId, @Nullable @QueryValue String began) {
        if (readers.get() >= MOST_READERS) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "This page has " + MOST_READERS + " readers; close one.");
        }
        RunView view = shown.view();
        var reader = new Reader(view, first(view, lastId, began));
        return Flux.interval(Duration.ZERO, LOOK)
                .onBackpressureDrop()
                .concatMapIterable(unused -> reader.news())
                .doOnSubscribe(unused -> readers.incrementAndGet())
                .doFinally(unused -> readers.decrementAndGet());
    }

    private static long first(RunView view, @Nullable String lastId, @Nullable String began) {
        if (lastId != null && view.began().equals(began)) {
            var known = view.after(lastId);
            if (known.isPresent()) {
                return known.get();
            }
        }
        List<Activity> newest = view.newest(FIRST);
        return newest.isEmpty() ? 0 : newest.get(0).number();
    }

    /** One reader's place. */
    private static final class Reader {

        private final RunView view;
        private long next;
        private long revision = -1;
        private int looks;

        Reader(RunView view, long next) {
            this.view = view;
            this.next = next;
        }

        List<Event<String>> news() {
            List<Event<String>> news = new ArrayList<>();
            for (Activity activity : view.from(next)) {
                news.add(Event.of(Json.of(activity)).id(activity.id()).name("activity"));
                next = activity.number() + 1;
            }
            long now = view.revision();
            if (now != revision || ++looks >= LOOKS_BETWEEN_TICKS) {
                revision = now;
                looks = 0;
                news.add(Event.of(Long.toString(now)).name("tick"));
            }
            return news;
        }
    }
}
