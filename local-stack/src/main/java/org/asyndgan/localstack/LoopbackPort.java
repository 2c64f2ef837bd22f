package org.asyndgan.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.asyndgan.localstack.LocalStackException.Trouble;

/** Ports on 127.0.0.1. */
final class LoopbackPort {

    /**
     * Free ports are taken below the range from which operating systems give ports to outgoing
     * connections (32768 on Linux). Inside it, a client that keeps knocking at a stopped broker's port can
     * be given that very port as its own end, connect to itself and so keep the broker from coming back.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private static final int ATTEMPTS = 1_000;

    private LoopbackPort() {}

    /** A port that nobody listens on at this moment. */
    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new LocalStackException(
                Trouble.PORT_TAKEN,
                "No free port was found on 127.0.0.1 between " + LOWEST + " and " + HIGHEST + " in " + ATTEMPTS
                        + " attempts. Stop programs that listen there, or name a port.",
                null);
    }

    /** Throws a {@link LocalStackException} if another program listens on the port. */
    static void requireFree(int port, String owner) {
        if (!isFree(port)) {
            throw new LocalStackException(
                    Trouble.PORT_TAKEN,
                    "Port " + port + " of 127.0.0.1, meant for the local " + owner
                            + ", is taken by another program. Stop that program or choose another port.",
                    null);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
