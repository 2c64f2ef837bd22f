package org.asyndgan.command.run;

/**
 * Whether and where a run on this machine shows a live page.
 *
 * @param port on 127.0.0.1; 0 takes a free one
 * @param isOpened whether a browser is opened
 */
public record LivePageOptions(boolean isWanted, int port, boolean isOpened) {

    private static final int MOST_PORT = 65_535;

    public LivePageOptions {
        if (port < 0 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "--live-port " + port + " must be from 1 to " + MOST_PORT + ", or 0 for any that is free");
        }
        if (!isWanted && (port != 0 || isOpened)) {
            throw new IllegalArgumentException((isOpened ? "--open" : "--live-port " + port)
                    + " is of the live page, which --no-live leaves out; give one of them");
        }
    }
}
