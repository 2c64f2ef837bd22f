package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.localstack.LocalStack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads whose broker and registry are there, but not as the run needs them. */
class WrongStackIT {

    @TempDir
    private static Path folder;

    private static LocalStack stack;

    @BeforeAll
    static void starts() {
        stack = LocalStack.open(folder);
    }

    @AfterAll
    static void stops() {
        stack.close();
    }

    @Test
    void aRegistryThatIsNotThere() throws IOException {
        String nobody = "http://127.0.0.1:" + freePort();

        Told told = provision("--run=lonely", "--registry=" + nobody);

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.error())
                .startsWith("The schema registry at " + nobody + " cannot be reached: ")
                .endsWith("Check the URL (registry) and whether the registry is started. (ADG-102)");
    }

    @Test
    void aBrokerThatIsNotThere() throws IOException {
        String nobody = "127.0.0.1:" + freePort();

        Told told = run(
                "provision",
                "--run=lonely",
                "--sites=mercy",
                "--brokers=" + nobody,
                "--registry=" + stack.registry().url());

        assertThat(told)
                .isEqualTo(new Told(
                        1,
                        "No Kafka broker answered at " + nobody
                                + " within 15 s. Check the address (brokers) and whether the broker is started."
                                + " (ADG-101)"));
    }

    @Test
    void aLimitThatIsTooSmall() {
        Told told = provision(
                "--run=narrow",
                "--registry=" + stack.registry().url(),
                "--image-size=1024",
                "--batch-size=8",
                "--max-record-bytes=2000000");

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.error())
                .startsWith("A record of ")
                .contains("over the limit of ")
                .contains("Lower the batch size or the image size, or raise the topic's max.message.bytes to ")
                .endsWith("(ADG-103)");
    }

    @Test
    void theSameRunTwiceIsNoMistake() {
        Told first = provision("--run=again", "--registry=" + stack.registry().url());
        Told second = provision("--run=again", "--registry=" + stack.registry().url());

        assertThat(first).isEqualTo(new Told(0, ""));
        assertThat(second).isEqualTo(first);
    }

    private static Told provision(String... arguments) {
        List<String> all = new ArrayList<>(List.of("provision", "--sites=mercy"));
        all.add("--brokers=" + stack.broker().bootstrapServers());
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static Told run(String... arguments) {
        StringWriter error = new StringWriter();
        int code = Asyndgan.commandLine().setErr(new PrintWriter(error, true)).execute(arguments);
        return new Told(code, error.toString().strip());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private record Told(int exitCode, String error) {}
}
