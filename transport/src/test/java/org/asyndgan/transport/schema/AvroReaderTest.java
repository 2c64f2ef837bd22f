package org.asyndgan.transport.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.AbstractThrowableAssert;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroMask;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroReaderTest {

    private static final Topic MASKS = new Topics("r").masks(new SiteId("mercy"));

    /** Waiting would not help. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void saysThatTheRegistryRefuses(int status) throws Exception {
        assertThatReadingFrom(status)
                .hasMessageContaining(" refused to look up schema 7 of r.masks.mercy-value: Not today")
                .hasMessageEndingWith("Check the URL, the credentials and their rights. (ADG-109)");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void waitsForARegistryThatIsInTrouble(int status) throws Exception {
        assertThatReadingFrom(status)
                .hasMessageContaining(" cannot be reached: ")
                .hasMessageEndingWith("(ADG-102)");
    }

    private static AbstractThrowableAssert<?, ?> assertThatReadingFrom(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer =
                    ("{\"error_code\":" + status + ",\"message\":\"Not today\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (SchemaRegistry registry = new SchemaRegistry(RegistrySettings.plain(url));
                AvroReader<AvroMask> reader = new AvroReader<>(AvroMask.class, registry)) {

            return assertThatThrownBy(() -> reader.read(MASKS, new byte[] {0, 0, 0, 0, 7, 1}))
                    .isInstanceOf(TransportException.class)
                    .hasMessageStartingWith("The schema registry at " + url + " ");
        } finally {
            server.stop(0);
        }
    }
}
