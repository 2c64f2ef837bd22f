package org.asyndgan.command;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.asyndgan.federation.RegistryProxy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code asyndgan gate}: the schema registry, read-only for all but the operator. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Stands before the schema registry of a federation: whoever has a kit may read, only the operator may write.",
            "The registry itself must be reachable by the gate alone."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./asyndgan gate --kit nuclei/gate --registry http://127.0.0.1:8081 --listen 0.0.0.0:8443")
final class GateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--kit", required = true, paramLabel = "DIR", description = "The folder gate/ that provision made.")
    private Path kit;

    @Option(names = "--registry", required = true, paramLabel = "URL", description = "The registry behind the gate.")
    private String registry;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where parties find the gate (${DEFAULT-VALUE}).")
    private String listen = "127.0.0.1:8443";

    @Override
    public Integer call() throws InterruptedException {
        LogFile.beside(null);
        int colon = listen.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "close-gate"));
        try (RegistryProxy gate = new RegistryProxy(kit, address, registry)) {
            spec.commandLine()
                    .getOut()
                    .println("The gate before " + registry + " is open on port " + gate.port() + ".");
            end.await();
        }
        return 0;
    }
}
