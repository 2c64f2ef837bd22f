package org.asyndgan.worker.page;

import io.micronaut.http.HttpRequest;
import java.util.Set;

/**
 * This machine, as browsers on it call it: the name that a request has to ask for where a page is for this machine alone.
 *
 * <p>A web page from elsewhere may have its own name mean 127.0.0.1 (DNS rebinding), and the browser then takes a page here for
 * its own; it cannot have the browser ask for another name.
 */
public final class LoopbackHost {

    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private LoopbackHost() {}

    /** Says whether a server that listens there is reached from this machine alone. */
    public static boolean is(String host) {
        return NAMES.contains(host) || host.equals("::1");
    }

    /** Says whether a request names this machine as the host that it is for. */
    public static boolean isNamedBy(HttpRequest<?> request) {
        return NAMES.contains(
                withoutPort(request.getHeaders().get("Host", String.class).orElse("")));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
