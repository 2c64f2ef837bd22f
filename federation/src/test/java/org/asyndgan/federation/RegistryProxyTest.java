package org.asyndgan.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asyndgan.core.protocol.SiteId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry proxy before a registry of one answer. */
class RegistryProxyTest {

    private static final SiteId MERCY = new SiteId("mercy");
    private static final SiteId ST_MARY = new SiteId("st-mary");
    private static final Duration LIFE = Duration.ofDays(2);

    @TempDir
    Path folder;

    private Federation federation;
    private HttpServer registry;
    private RegistryProxy proxy;

    @BeforeEach
    void start() throws IOException {
        federation = Federation.make(
                folder.resolve("federation"),
                new Federation.Definition(
                        "nuclei",
                        List.of(MERCY, ST_MARY),
                        "127.0.0.1:9093",
                        "https://127.0.0.1:8443",
                        List.of(),
                        Optional.empty(),
                        Map.of()),
                LIFE,
                InstantSource.system());
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/subjects", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("[]".getBytes(StandardCharsets.US_ASCII));
            }
        });
        registry.start();
        proxy = new RegistryProxy(
                federation.registryProxy(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "http://127.0.0.1:" + registry.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        registry.stop(0);
    }

    @Test
    void refusesTheOldCertificateOfASiteThatHasNewKeys() throws IOException {
        Path stolen = copy(federation.kit("mercy"));
        assertThat(status(stolen)).isEqualTo(200);

        federation.add(MERCY);

        assertThat(status(stolen)).isEqualTo(403);
        assertThat(status(federation.kit("mercy"))).isEqualTo(200);
        assertThat(status(federation.kit("st-mary"))).isEqualTo(200);
    }

    @Test
    void refusesTheOldCertificateOfASiteThatWasRevokedAndTakenInAgain() throws IOException {
        Path stolen = copy(federation.kit("mercy"));
        FederationState.in(folder.resolve("federation"))
                .orElseThrow()
                .without(MERCY)
                .write(folder.resolve("federation"));

        Federation.open(folder.resolve("federation"), LIFE, InstantSource.system())
                .add(MERCY);
        Federation.open(folder.resolve("federation"), LIFE, InstantSource.system())
                .add(new SiteId("charite"));

        assertThat(status(stolen)).isEqualTo(403);
        assertThat(status(federation.kit("mercy"))).isEqualTo(200);
    }

    private int status(Path kit) {
        return RegistryCalls.status(kit, "GET", "https://127.0.0.1:" + proxy.port() + "/subjects");
    }

    private Path copy(Path kit) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("stolen"));
        for (String file : List.of(Kit.SETTINGS, Kit.IDENTITY, Kit.TRUST)) {
            Files.copy(kit.resolve(file), copy.resolve(file));
        }
        return copy;
    }
}
