package org.asyndgan.command.run;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.WorkerProcess;
import org.asyndgan.command.progress.Screen;

/**
 * The live page beside a run on this machine: a process of its own that the run does not depend on.
 *
 * <p>If it fails, the run goes on without it.
 */
final class LivePage implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LivePageOptions options;
    private Optional<WorkerProcess> process = Optional.empty();
    private boolean isTold;

    LivePage(LivePageOptions options) {
        this.options = options;
    }

    /** Starts it, if it is wanted. */
    void start(Launcher launcher, Arguments arguments) {
        if (options.isWanted()) {
            process = Optional.of(launcher.start("live", arguments.live(options.port())));
        }
    }

    /** Says once where it is, or that it is not; may be called as often as one likes. */
    void tell(Screen screen) {
        if (isTold || process.isEmpty()) {
            return;
        }
        Optional<URI> address = process.get().endpoint();
        if (address.isPresent()) {
            isTold = true;
            screen.note("Live page: " + address.get());
            if (options.isOpened()) {
                open(address.get(), screen);
            }
        } else if (!process.get().isAlive()) {
            isTold = true;
            screen.note("The live page did not start; the run goes on without it. Its log is logs/live.log.");
        }
    }

    private static void open(URI address, Screen screen) {
        String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, address.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noOpener) {
            screen.note("No browser could be opened (" + opener + " is missing). Open " + address + " yourself.");
        }
    }

    @Override
    public void close() {
        process.ifPresent(page -> {
            page.askToEnd();
            page.awaitEndAtMost(LIMIT);
        });
    }
}
