package org.asyndgan.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {

    private static final String SCHEMA = "{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void keepsSchemasAndItsCompatibilityOverAStopOnTheSameAddress() throws Exception {
        try (var registry = LocalRegistry.open(folder)) {
            var url = registry.url();
            post(url + "/subjects/s-value/versions", SCHEMA);

            registry.stop();
            registry.start();

            assertThat(registry.url()).isEqualTo(url);
            assertThat(get(url + "/subjects")).isEqualTo("[\"s-value\"]");
            assertThat(get(url + "/config")).isEqualTo("{\"compatibilityLevel\":\"FULL\"}");
        }
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> LocalRegistry.open(folder, port))
                    .isInstanceOf(LocalStackException.class)
                    .hasMessage("Port " + port + " of 127.0.0.1, meant for the local registry, is taken by another"
                            + " program. Stop that program or choose another port. (ADG-111)");
        }
    }

    @Test
    void saysWhereItsLogIsWhenItDoesNotStart() throws Exception {
        Files.writeString(folder.resolve("registry.mv.db"), "not a database");

        assertThatThrownBy(() -> LocalRegistry.open(folder))
                .isInstanceOf(LocalStackException.class)
                .hasMessage("The local schema registry did not start: it ended with exit status 1. See its log at "
                        + folder.resolve("registry.log") + ". (ADG-113)");
    }

    @Test
    void endsWhenItsParentIsKilled() throws Exception {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("parent.log").toFile())
                .start();
        var said = child.inputReader().readLine();
        assumeTrue(said != null, () -> "the parent did not start, see " + folder.resolve("parent.log"));
        var registry = ProcessHandle.of(Long.parseLong(said)).orElseThrow();

        child.destroyForcibly().waitFor();

        registry.onExit().get(20, TimeUnit.SECONDS);
        assertThat(registry.isAlive()).isFalse();
    }

    /** A process that starts a registry, says its process id and waits to be killed. */
    static final class Parent {

        public static void main(String[] arguments) throws InterruptedException {
            LocalRegistry.open(Path.of(arguments[0]));
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            Thread.currentThread().join();
        }
    }

    private String get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private void post(String url, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
}
