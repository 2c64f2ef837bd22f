package org.asyndgan.command.centre;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.federation.RegistryProxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code asyndgan registry-proxy}: the schema registry, read-only for all but the operator. */
@Command(
        name = "registry-proxy",
        aliases = "gate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Forwards requests to the schema registry of a federation: whoever has a kit may read, only the operator may write.",
            "The registry itself must be reachable by this proxy alone."
        },
        footerHeading = "%nExample:%n",
        footer =
                "  ./asyndgan registry-proxy --kit nuclei/registry-proxy --registry http://127.0.0.1:8081 --listen 0.0.0.0:8443")
public final class RegistryProxyCommand implements Callable<Integer> {

    private static final int MOST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kit",
            required = true,
            paramLabel = "DIR",
            description = "The folder registry-proxy/ that provision made.")
    private Path kit;

    @Option(names = "--registry", required = true, paramLabel = "URL", description = "The registry behind the proxy.")
    private String registry;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where parties find the proxy (${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:8443";

    @Override
    public Integer call() throws InterruptedException {
        LogFile.beside(null);
        InetSocketAddress address = address();
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "close-proxy"));
        try (RegistryProxy proxy = new RegistryProxy(kit, address, registry)) {
            spec.commandLine().getOut().println("The proxy of " + registry + " listens on port " + proxy.port() + ".");
            end.await();
        }
        return 0;
    }

    private InetSocketAddress address() {
        int colon = listen.lastIndexOf(':');
        String port = listen.substring(colon + 1);
        if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--listen " + listen + " is no HOST:PORT with a port up to " + MOST_PORT
                            + "; give it one such as 0.0.0.0:8443.");
        }
        return new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(port));
    }
}
