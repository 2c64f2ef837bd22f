package org.asyndgan.transport.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.Messages;
import org.asyndgan.transport.RegistrySettings;
import org.asyndgan.transport.TransportException;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;
import org.junit.jupiter.api.Test;

class AvroWriterTest {

    private static final Topic MASKS = new Topics("r").masks(new SiteId("mercy"));

    /** Confluent's serialiser then throws something else than where a schema is unknown. */
    @Test
    void saysThatTheRegistryRefusesWhereItDoesNotTakeTheCredentials() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "{\"error_code\":401,\"message\":\"Unauthorized\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (SchemaRegistry registry = new SchemaRegistry(RegistrySettings.plain(url));
                AvroWriter writer = new AvroWriter(registry)) {

            assertThatThrownBy(() -> writer.write(MASKS, Messages.mask()))
                    .isInstanceOf(TransportException.class)
                    .hasMessageStartingWith(
                            "The schema registry at " + url + " refused to look up r.masks.mercy-value: Unauthorized")
                    .hasMessageEndingWith("Check the URL, the credentials and their rights. (ADG-109)");
        } finally {
            server.stop(0);
        }
    }
}
