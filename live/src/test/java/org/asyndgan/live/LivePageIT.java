package org.asyndgan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.asyndgan.live.view.RunView;
import org.asyndgan.live.web.LivePage;
import org.asyndgan.live.web.ShownRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page in a real browser, Debian's Chromium, driven by playwright-core.
 *
 * <p>What is checked in the browser stands in src/test/node/page.mjs; where this side has something to do in between, the
 * script prints a line and waits for one. Screenshots lie in target/screenshots.
 */
class LivePageIT {

    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node");
    private static final List<String> CHROMIUMS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");
    private static final String HOSTILE = "<img src=x onerror=\"document.title='hacked'\">";

    private final List<ApplicationContext> open = new ArrayList<>();

    @BeforeAll
    static void installOrSkip() throws Exception {
        Files.createDirectories(INSTALLED);
        for (String name : List.of("package.json", "package-lock.json", "page.mjs", "parts.test.mjs")) {
            Files.copy(SCRIPTS.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        String trouble = CHROMIUMS.stream().anyMatch(path -> Files.isExecutable(Path.of(path)))
                ? null
                : "there is no Chromium; apt-get install chromium";
        if (trouble == null && !Files.isDirectory(INSTALLED.resolve("node_modules/playwright-core"))) {
            try {
                Process npm = node(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
                npm.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                trouble = npm.waitFor() == 0 ? null : "npm ci ended with " + npm.exitValue();
            } catch (IOException absent) {
                trouble = absent.getMessage();
            }
        }
        if (trouble != null) {
            System.out.println("SKIPPED: the live page in a browser: " + trouble);
        }
        assumeTrue(trouble == null, trouble);
    }

    @AfterEach
    void close() {
        open.forEach(ApplicationContext::close);
    }

    @Test
    void showsARunOfFourSitesOneOfThemSilentAndLosesNothingWhenCutOff() throws Exception {
        List<String> sites = List.of("charite", "lariboisiere", "mercy", "st-mary");
        EmbeddedServer server = serve(sites, freePort());
        FilledRun run = run(server, sites, Instant.now().minusSeconds(100));
        run.begin(1000);
        for (long step = 1; step <= 400; step++) {
            run.step(step, step > 100 ? "st-mary" : "");
            if (step % 50 == 0) {
                run.previews(step, 4, 1000);
            }
        }
        run.event("generator", 400, "refused", Map.of(), Map.of("site", HOSTILE, "reason", HOSTILE));
        run.segmentation(300);
        run.scored();
        int port = server.getPort();

        Script script = new Script("page.mjs", "run", "http://127.0.0.1:" + port);
        script.await("ready for activity");
        run.event("generator", 401, "released", Map.of("release", 1.0), Map.of());
        script.say("done");
        script.await("ready to be cut off");
        close();
        script.say("done");
        script.await("ready to be connected");
        // A server that is closed lets go of its port a moment later.
        await().atMost(Duration.ofMinutes(1)).until(() -> isFree(port));
        EmbeddedServer again = serve(sites, port);
        FilledRun second = run(again, sites, Instant.now().minusSeconds(100));
        second.begin(1000);
        for (long step = 1; step <= 450; step++) {
            second.step(step, step > 100 ? "st-mary" : "");
            if (step % 50 == 0) {
                second.previews(step, 4, 1000);
            }
        }
        second.event("generator", 400, "refused", Map.of(), Map.of("site", HOSTILE, "reason", HOSTILE));
        second.event("generator", 450, "member", Map.of("images", 40.0), Map.of("site", "st-mary", "status", "silent"));
        script.say("done");
        script.finish();
    }

    @Test
    void isUsableWithTwentyThousandStepsOfThreeHundredSites() throws Exception {
        List<String> sites = IntStream.range(0, 300).mapToObj(i -> "site-" + i).toList();
        EmbeddedServer server = serve(sites, 0);
        FilledRun run = run(server, sites, Instant.now().minusSeconds(2000));
        run.begin(20_000);
        for (long step = 1; step <= 20_000; step += 7) {
            run.step(step, "");
        }
        for (long step = 400; step <= 20_000; step += 400) {
            run.previews(step, 8, 20_000);
        }

        System.out.print(new Script("page.mjs", "large", "http://127.0.0.1:" + server.getPort()).finish());
    }

    @Test
    void smoothingAndAddressesAreRight() throws Exception {
        Path page = Path.of("src/main/resources/org/asyndgan/live/page").toAbsolutePath();
        Process tests = node(List.of("node", "--test", "parts.test.mjs"), Map.of("PAGE", page.toString()));
        String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(tests.waitFor()).as(said).isZero();
    }

    private EmbeddedServer serve(List<String> sites, int port) {
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .propertySources(PropertySource.of(
                        "test",
                        Map.of(
                                LivePage.PROPERTY,
                                "true",
                                "asyndgan.live.sites",
                                String.join(",", sites),
                                "asyndgan.link.run",
                                "nuclei",
                                "asyndgan.link.brokers",
                                "127.0.0.1:1",
                                "asyndgan.link.registry",
                                "http://127.0.0.1:1",
                                "asyndgan.http.port",
                                port)))
                .start();
        open.add(context);
        return context.getBean(EmbeddedServer.class).start();
    }

    /** Below the ports that outgoing connections are given: nobody takes it while the server is away. */
    private static int freePort() throws IOException {
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    private static FilledRun run(EmbeddedServer server, List<String> sites, Instant start) {
        RunView view = server.getApplicationContext().getBean(ShownRun.class).view();
        view.connection("connected");
        return new FilledRun(view, sites, start);
    }

    private static Process node(List<String> command) throws IOException {
        return node(command, Map.of());
    }

    private static Process node(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectErrorStream(true);
        builder.environment().putAll(new HashMap<>(environment));
        return builder.start();
    }

    /** A script in the browser that takes turns with this test over its standard input and output. */
    private static final class Script {

        private final Process process;
        private final BufferedReader output;
        private final BufferedWriter input;
        private final StringBuilder said = new StringBuilder();

        Script(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("node"));
            command.addAll(List.of(arguments));
            String chromium = CHROMIUMS.stream()
                    .filter(path -> Files.isExecutable(Path.of(path)))
                    .findFirst()
                    .orElseThrow();
            process = node(
                    command,
                    Map.of(
                            "CHROMIUM",
                            chromium,
                            "SCREENSHOTS",
                            Path.of("target/screenshots").toAbsolutePath().toString()));
            output = process.inputReader(StandardCharsets.UTF_8);
            input = process.outputWriter(StandardCharsets.UTF_8);
        }

        void await(String line) throws IOException {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                said.append(next).append('\n');
                if (next.equals(line)) {
                    return;
                }
            }
            throw new AssertionError("The script ended before it said \"" + line + "\":\n" + said);
        }

        void say(String line) throws IOException {
            input.write(line + "\n");
            input.flush();
        }

        /** @return all that the script said */
        String finish() throws Exception {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                said.append(next).append('\n');
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(said.toString()).isZero();
            return said.toString();
        }
    }
}
