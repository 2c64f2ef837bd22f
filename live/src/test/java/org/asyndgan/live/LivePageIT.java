package org.asyndgan.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * <p>What is checked in the browser stands in src/test/node/page.mjs.
 */
class LivePageIT {

    private static final String HOSTILE = "<img src=x onerror=\"document.title='hacked'\">";

    private final List<ApplicationContext> open = new ArrayList<>();

    @BeforeAll
    static void installOrSkip() throws Exception {
        Browser.installOrSkip();
    }

    @AfterEach
    void close() {
        open.forEach(ApplicationContext::close);
    }

    @Test
    void showsARunOfFourSitesOneOfThemSilentAndLosesNothingWhenCutOff() throws Exception {
        List<String> sites = List.of("charite", "lariboisiere", "mercy", "st-mary");
        EmbeddedServer server = serve(sites, Browser.lastingPort());
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
        run.sent("charite", 397, 399, 3);
        int port = server.getPort();

        Browser.Script script = Browser.script("page.mjs", "run", "http://127.0.0.1:" + port);
        script.await("ready for activity");
        run.event("generator", 401, "released", Map.of("release", 1.0), Map.of());
        run.sent("charite", 398, 400, 4);
        run.sent("mercy", 390, 398, 4);
        script.say("done");
        script.await("ready to be cut off");
        close();
        script.say("done");
        script.await("ready to be connected");
        // A server that is closed lets go of its port a moment later.
        await().atMost(Duration.ofMinutes(1)).until(() -> Browser.isFree(port));
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
        second.silent("st-mary", 450);
        second.segmentation(300);
        second.scored();
        sites.forEach(site -> second.sent(site, 440, 445, 4));
        script.say("done");
        script.finish();
    }

    @Test
    void isUsableWithTwentyThousandStepsOfThreeHundredSites() throws Exception {
        List<String> sites = IntStream.range(0, 300).mapToObj(i -> "site-" + i).toList();
        EmbeddedServer server = serve(sites, 0);
        FilledRun run = run(server, sites, Instant.now().minusSeconds(2000));
        run.begin(20_000);
        long began = System.nanoTime();
        for (long step = 1; step <= 20_000; step++) {
            run.step(step, "");
        }
        System.out.println("20,000 steps of 300 sites taken in within "
                + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
        for (long step = 400; step <= 20_000; step += 400) {
            run.previews(step, 8, 20_000);
        }
        sites.stream().limit(8).forEach(site -> run.sent(site, 19_999, 19_999, 4));

        System.out.print(Browser.script("page.mjs", "large", "http://127.0.0.1:" + server.getPort())
                .finish());
    }

    @Test
    void smoothingAndAddressesAreRight() throws Exception {
        Path page = Path.of("src/main/resources/org/asyndgan/live/page").toAbsolutePath();
        Path shared = Path.of("../worker/src/main/resources/org/asyndgan/worker/page")
                .toAbsolutePath()
                .normalize();
        Process tests = Browser.node(
                List.of("node", "--test", "parts.test.mjs"),
                Map.of("PAGE", page.toString(), "SHARED", shared.toString()));
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

    private static FilledRun run(EmbeddedServer server, List<String> sites, Instant start) {
        RunView view = server.getApplicationContext().getBean(ShownRun.class).view();
        view.connection("connected");
        return new FilledRun(view, sites, start);
    }
}
