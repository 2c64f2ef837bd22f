package org.asyndgan.live.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.asyndgan.worker.setting.Settings;
import org.junit.jupiter.api.Test;

/** What a web page from elsewhere reads of the live page under a name of its own that means 127.0.0.1. */
class OwnNameOnlyTest {

    @Test
    void answersWhoAsksForThisMachineAlone() throws IOException {
        try (ApplicationContext context = context("127.0.0.1")) {
            int port = context.getBean(EmbeddedServer.class).start().getPort();

            for (String path : List.of("/", "/api/run", "/api/events", "/page/live.js")) {
                assertThat(status(port, path, "evil.example:" + port)).as(path).isEqualTo("403");
            }
            assertThat(status(port, "/api/run", "127.0.0.1.evil.example")).isEqualTo("403");
            for (String host : List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port, "localhost")) {
                assertThat(status(port, "/api/run", host)).as(host).isEqualTo("200");
            }
        }
    }

    @Test
    void answersByWhateverNameWhereItListensForOthers() throws IOException {
        try (ApplicationContext context = context("0.0.0.0")) {
            int port = context.getBean(EmbeddedServer.class).start().getPort();

            assertThat(status(port, "/api/run", "live.hospital.example")).isEqualTo("200");
        }
    }

    private static ApplicationContext context(String host) {
        return Settings.contextOf(Map.of(
                LivePage.PROPERTY,
                "true",
                "asyndgan.http.host",
                host,
                "asyndgan.link.run",
                "nuclei",
                "asyndgan.link.brokers",
                "127.0.0.1:1",
                "asyndgan.link.registry",
                "http://127.0.0.1:1"));
    }

    /** By hand, because Java's client names no other host than the one it connects to. */
    private static String status(int port, String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(line, StandardCharsets.US_ASCII).split(" ", -1)[1];
        }
    }
}
