package org.asyndgan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Chromium, driven by playwright-core in Node.
 *
 * <p>What is checked in the browser stands in src/test/node; where a test has something to do in between, the script prints a
 * line and waits for one. Screenshots lie in target/screenshots; with {@code -Dasyndgan.screenshots=docs} those that the
 * documentation shows are written there.
 */
final class Browser {

    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node");
    private static final List<String> CHROMIUMS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");

    private Browser() {}

    static void installOrSkip() throws Exception {
        Files.createDirectories(INSTALLED);
        for (String name :
                List.of("package.json", "package-lock.json", "browser.mjs", "page.mjs", "site.mjs", "parts.test.mjs")) {
            Files.copy(SCRIPTS.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        String trouble = CHROMIUMS.stream().anyMatch(path -> Files.isExecutable(Path.of(path)))
                ? null
                : "there is no Chromium; apt-get install chromium";
        if (trouble == null && !Files.isDirectory(INSTALLED.resolve("node_modules/playwright-core"))) {
            try {
                Process npm = node(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), Map.of());
                npm.getInputStream().transferTo(OutputStream.nullOutputStream());
                trouble = npm.waitFor() == 0 ? null : "npm ci ended with " + npm.exitValue();
            } catch (IOException absent) {
                trouble = absent.getMessage();
            }
        }
        if (trouble != null) {
            System.out.println("SKIPPED: pages in a browser: " + trouble);
        }
        assumeTrue(trouble == null, trouble);
    }

    /** Below the ports that outgoing connections are given: nobody takes it while a server is away. */
    static int lastingPort() throws IOException {
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        while (!isFree(port)) {
            port++;
        }
        return port;
    }

    static boolean isFree(int port) throws IOException {
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    static Process node(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(INSTALLED.toFile()).redirectErrorStream(true);
        builder.environment().putAll(new HashMap<>(environment));
        return builder.start();
    }

    static Script script(String... arguments) throws IOException {
        return new Script(arguments);
    }

    /** A script in the browser that takes turns with a test over its standard input and output. */
    static final class Script {

        private final Process process;
        private final BufferedReader output;
        private final BufferedWriter input;
        private final StringBuilder said = new StringBuilder();

        private Script(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("node"));
            command.addAll(List.of(arguments));
            String chromium = CHROMIUMS.stream()
                    .filter(path -> Files.isExecutable(Path.of(path)))
                    .findFirst()
                    .orElseThrow();
            process = node(command, Map.of("CHROMIUM", chromium, "SCREENSHOTS", screenshots()));
            output = process.inputReader(StandardCharsets.UTF_8);
            input = process.outputWriter(StandardCharsets.UTF_8);
        }

        private static String screenshots() {
            boolean areForDocs = "docs".equals(System.getProperty("asyndgan.screenshots"));
            return Path.of(areForDocs ? "../docs" : "target/screenshots")
                    .toAbsolutePath()
                    .normalize()
                    .toString();
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
