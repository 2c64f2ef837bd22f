package org.asyndgan.worker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A line on standard input, by which the process that started a worker lets it connect.
 *
 * <p>A worker that is started beside its broker gets ready meanwhile: it reads images and builds networks. Where the
 * input ends without a line, whoever started the worker is gone, and it stops.
 */
final class StartWord {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final InputStream input;
    private final StopSignal stop;
    private final CountDownLatch heard = new CountDownLatch(1);
    private boolean isListening;

    StartWord(InputStream input, StopSignal stop) {
        this.input = input;
        this.stop = stop;
    }

    /**
     * Waits for the word; returns at once where it has been heard before.
     *
     * @throws Stopped if somebody asks for the end meanwhile
     */
    void await() {
        if (!isListening) {
            isListening = true;
            Thread listener = new Thread(this::listen, "start-word");
            listener.setDaemon(true);
            listener.start();
        }
        while (heard.getCount() > 0) {
            if (stop.isRequested()) {
                throw new Stopped();
            }
            stop.await(LOOK);
        }
    }

    private void listen() {
        if (hasLine()) {
            heard.countDown();
        } else {
            stop.request("the process that started it is gone");
        }
    }

    private boolean hasLine() {
        try {
            int read = input.read();
            while (read >= 0 && read != '\n') {
                read = input.read();
            }
            return read >= 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The worker is to end before it has begun. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
