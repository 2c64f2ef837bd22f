package org.asyndgan.localstack;

import java.io.IOException;

/**
 * Main class of the registry's process: runs the registry until it is told to stop or its parent is gone.
 *
 * <p>The parent holds the other end of this process's standard input. It closes when the parent ends, however it
 * ends, {@code kill -9} included; so no registry outlives the run it was started for.
 */
final class RegistryMain {

    private RegistryMain() {}

    /** Runs the registry; takes no arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        var watch = new Thread(RegistryMain::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Class.forName("io.quarkus.runner.GeneratedMain")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; whatever comes here means nothing.
            }
        } catch (IOException gone) {
            // As good as the end of the stream.
        }
        System.exit(0);
    }
}
