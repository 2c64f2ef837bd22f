package org.asyndgan.discriminator.page;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.InetAddress;
import java.net.URI;
import org.asyndgan.worker.page.LoopbackHost;

/**
 * Lets this machine's own readers see the page, and nobody else: it shows real images.
 *
 * <p>A request must come from a loopback address and name one as its host, so that a web page from elsewhere cannot reach it
 * under a name of its own (DNS rebinding). What changes something must come from the page itself: the browser's {@code
 * Origin}, where it sends one, is this server, and the token that only a page of the same origin can read is there.
 */
@SitePage
@ServerFilter({"/", "/page/**", "/api/**"})
final class LocalReadersOnly {

    static final String TOKEN = "X-AsynDGAN-Token";

    private final SitePageProperties properties;
    private final PageToken token;

    LocalReadersOnly(SitePageProperties properties, PageToken token) {
        this.properties = properties;
        this.token = token;
    }

    @RequestFilter
    @Nullable
    HttpResponse<String> filter(HttpRequest<?> request) {
        if (!properties.dangerouslyOpenToOtherMachines() && !isOfThisMachine(request)) {
            return refusal("A site's page shows real images and is for this machine alone. Open it at"
                    + " http://127.0.0.1:PORT/ here, or through an SSH tunnel. /health and /prometheus are open.");
        }
        boolean isReading =
                request.getMethodName().equals("GET") || request.getMethodName().equals("HEAD");
        if (!isReading && !isFromThePage(request)) {
            return refusal("Only the site's own page may change something.");
        }
        return null;
    }

    private static HttpResponse<String> refusal(String sentence) {
        return HttpResponse.<String>status(HttpStatus.FORBIDDEN)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .body(sentence + "\n");
    }

    private static boolean isOfThisMachine(HttpRequest<?> request) {
        InetAddress from = request.getRemoteAddress().getAddress();
        return from != null && from.isLoopbackAddress() && LoopbackHost.isNamedBy(request);
    }

    private boolean isFromThePage(HttpRequest<?> request) {
        String host = request.getHeaders().get("Host", String.class).orElse("");
        String origin = request.getHeaders().get("Origin", String.class).orElse("");
        String given = request.getHeaders().get(TOKEN, String.class).orElse("");
        return token.is(given) && (origin.isEmpty() || authority(origin).equals(host));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException noAddress) {
            return "";
        }
    }
}
