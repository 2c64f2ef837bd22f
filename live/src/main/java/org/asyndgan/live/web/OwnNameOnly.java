package org.asyndgan.live.web;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.asyndgan.worker.page.LoopbackHost;
import org.asyndgan.worker.setting.HttpProperties;

/**
 * Where the page listens on this machine alone, answers only requests that name this machine: the page shows masks, and a web
 * page from elsewhere must not read them under a name of its own. Where it listens for others, nobody here knows its names.
 */
@LivePage
@ServerFilter({"/", "/page/**", "/api/**"})
final class OwnNameOnly {

    private final boolean isForThisMachine;

    OwnNameOnly(HttpProperties http) {
        this.isForThisMachine = LoopbackHost.is(http.host());
    }

    @RequestFilter
    @Nullable
    HttpResponse<String> filter(HttpRequest<?> request) {
        return isForThisMachine && !LoopbackHost.isNamedBy(request)
                ? HttpResponse.<String>status(HttpStatus.FORBIDDEN)
                        .contentType(MediaType.TEXT_PLAIN_TYPE)
                        .body("This page is for this machine. Open it at http://127.0.0.1:PORT/ here, or through an SSH"
                                + " tunnel; a proxy in front of it has to ask for the host 127.0.0.1.\n")
                : null;
    }
}
