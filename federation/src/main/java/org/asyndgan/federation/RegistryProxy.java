package org.asyndgan.federation;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards requests to the schema registry, which itself has no access rights: parties read, the operator writes.
 *
 * <p>A client without a certificate of the run's authority fails the TLS handshake. A party may GET, and POST to
 * {@code /subjects/NAME}, which looks a schema up; everything else is the operator's. Parties and
 * certificates in the file {@value #REVOKED}, which is read at each request, may do nothing. Thread-safe.
 */
public final class RegistryProxy implements AutoCloseable {

    static final String REVOKED = "revoked";

    private static final Logger LOG = LoggerFactory.getLogger(RegistryProxy.class);
    private static final Pattern LOOKUP = Pattern.compile("/subjects/[\\w.-]+");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int THREADS = 8;
    private static final int LARGEST_BODY = 1 << 20;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int BAD_GATEWAY = 502;

    private final String upstream;
    private final String operator;
    private final Path revoked;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /**
     * Starts to listen.
     *
     * @param kit folder with the proxy's key, {@link Federation#registryProxy}
     * @param address to listen on; port 0 takes a free one
     * @param upstream URL of the registry, which nobody but the proxy should reach
     * @throws FederationException if the kit cannot be read or the address is taken
     */
    public RegistryProxy(Path kit, InetSocketAddress address, String upstream) {
        var settings = Kit.settings(kit);
        this.upstream = upstream.replaceFirst("/$", "");
        this.operator = String.valueOf(settings.get("operator"));
        this.revoked = kit.resolve(REVOKED);
        try {
            server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(configurator(kit, String.valueOf(settings.get("password"))));
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
        } catch (IOException | GeneralSecurityException failed) {
            threads.shutdownNow();
            throw new FederationException(
                    "ADG-666",
                    "The registry proxy cannot listen on " + address + " with the kit in " + kit + ": " + failed
                            + ". Choose a free address with --listen, and the kit that provision made.",
                    failed);
        }
    }

    private static HttpsConfigurator configurator(Path kit, String password)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(kit.resolve(Kit.IDENTITY), password), password.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(kit.resolve(Kit.TRUST), password));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters strict = getSSLContext().getDefaultSSLParameters();
                strict.setNeedClientAuth(true);
                parameters.setSSLParameters(strict);
            }
        };
    }

    private static KeyStore store(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, password.toCharArray());
        }
        return store;
    }

    /** The line that refuses one certificate, which no party's name is like. */
    static String lineOf(String serial) {
        return "certificate " + serial;
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            SSLSession session = ((HttpsExchange) exchange).getSSLSession();
            String party = session.getPeerPrincipal().getName().replaceFirst("^CN=", "");
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getRawPath();
            if (!isAllowed(party, session, method, path)) {
                LOG.warn("Refused party={} method={} path={}", party, method, path);
                answer(exchange, FORBIDDEN, json(40301, "Party " + party + " may not " + method + " " + path));
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                answer(exchange, TOO_LARGE, json(41301, "A request may have 1 MiB at most"));
                return;
            }
            forward(exchange, method, body);
        }
    }

    private boolean isAllowed(String party, SSLSession session, String method, String path) throws IOException {
        if (party.equals(operator)) {
            return true;
        }
        Set<String> refused = Files.exists(revoked) ? Set.copyOf(Files.readAllLines(revoked)) : Set.of();
        if (refused.contains(party) || refused.contains(lineOf(serial(session)))) {
            return false;
        }
        return method.equals("GET")
                || (method.equals("POST") && LOOKUP.matcher(path).matches());
    }

    private static String serial(SSLSession session) throws IOException {
        return ((X509Certificate) session.getPeerCertificates()[0])
                .getSerialNumber()
                .toString(16);
    }

    private void forward(HttpExchange exchange, String method, byte[] body) throws IOException {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(upstream + asked.getRawPath() + query))
                .timeout(LIMIT)
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        copy("Content-Type", exchange.getRequestHeaders(), request);
        copy("Accept", exchange.getRequestHeaders(), request);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            answer(exchange, response.statusCode(), response.body());
        } catch (IOException away) {
            LOG.warn("The registry does not answer url={} because=\"{}\"", upstream, away.toString());
            answer(exchange, BAD_GATEWAY, json(50201, "The registry behind the proxy does not answer"));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            answer(exchange, BAD_GATEWAY, json(50201, "The proxy is closing"));
        }
    }

    private static void copy(String header, Headers from, HttpRequest.Builder to) {
        String value = from.getFirst(header);
        if (value != null) {
            to.header(header, value);
        }
    }

    /** As the registry itself words errors. */
    private static byte[] json(int code, String message) {
        return ("{\"error_code\":" + code + ",\"message\":\"" + message.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Ends it; requests under way are cut. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
