package org.asyndgan.command.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.localstack.ClassArchive;

/**
 * Starts subcommands of ours as child processes with the Java and class path of this one.
 *
 * <p>A child computes on one thread: several such processes use the cores better than one with several
 * threads, and its numbers do not depend on how many cores there are. It is deaf to Ctrl-C, which a terminal
 * sends to all processes at once: this process ends its children, in its order.
 */
public final class Launcher {

    private static final String MAIN = "org.asyndgan.command.Asyndgan";
    private static final String DEAF = "trap '' INT HUP; exec \"$@\"";

    /**
     * For whoever computes for long: the second compiler begins ten times later than it would, so that it compiles what
     * training repeats and not what a start does. Without it a step would cost a quarter more (docs/performance.md).
     */
    private static final List<String> COMPILE_LATE = List.of(
            "-XX:CICompilerCount=2",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    /** For whoever only watches and serves: a quick start, and the cores are left to the others. */
    private static final List<String> COMPILE_ONCE = List.of("-XX:TieredStopAtLevel=1");

    private final RunFolder folder;
    private final List<String> javaOptions;

    /** With the options for Java that this command was given; they win over ours. */
    public Launcher(RunFolder folder) {
        this(folder, JvmFlags.given());
    }

    /** @param javaOptions more options for Java, such as {@code -Xmx2g}; they win over ours */
    public Launcher(RunFolder folder, List<String> javaOptions) {
        this.folder = folder;
        this.javaOptions = List.copyOf(javaOptions);
    }

    /**
     * Starts one.
     *
     * @param name of its log
     * @param arguments the subcommand and its flags
     * @throws RunException ADG-705 if the operating system refuses
     */
    public WorkerProcess start(String name, List<String> arguments) {
        return start(name, folder.log(name), child(name, arguments).redirectInput(nowhere()));
    }

    /**
     * As {@link #start(String, List)}, before there is a broker: the worker gets ready and waits until it is
     * {@linkplain WorkerProcess#letConnect let}.
     */
    public WorkerProcess startEarly(String name, List<String> arguments) {
        List<String> waiting = new ArrayList<>(arguments);
        waiting.add("--await-start=true");
        return start(name, folder.log(name), child(name, waiting));
    }

    private ProcessBuilder child(String name, List<String> arguments) {
        return new ProcessBuilder(command(LogFile.ofChild(), arguments))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
    }

    /** Starts one whose screen is ours; only its log goes to the file of this name. */
    public WorkerProcess startInForeground(String name, List<String> arguments) {
        Path log = folder.log(name);
        ProcessBuilder builder = new ProcessBuilder(command(LogFile.ofChild(log), arguments));
        builder.redirectInput(nowhere())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return start(name, log, builder);
    }

    private static WorkerProcess start(String name, Path log, ProcessBuilder builder) {
        builder.environment().put("CLASSPATH", ClassArchive.classPath());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        try {
            // Of a run that goes on, the log begins with what earlier processes wrote.
            long before = Files.exists(log) ? Files.size(log) : 0;
            return new WorkerProcess(name, builder.start(), log, before);
        } catch (IOException refused) {
            throw new RunException(
                    "ADG-705",
                    "The " + name + " cannot be started: " + refused
                            + ". The operating system may be out of memory or processes.",
                    refused);
        }
    }

    private List<String> command(List<String> logging, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DEAF, "asyndgan"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // One computing thread: the simplest collector, and no more compiler threads than needed.
        command.addAll(List.of(JvmFlags.heap(), "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
        command.addAll(arguments.get(0).equals("live") ? COMPILE_ONCE : COMPILE_LATE);
        command.addAll(ClassArchive.flags("worker"));
        command.addAll(JvmFlags.quiet());
        command.addAll(logging);
        command.addAll(javaOptions);
        command.add(MAIN);
        command.addAll(arguments);
        return command;
    }

    private static java.io.File nowhere() {
        return Path.of(Files.exists(Path.of("/dev/null")) ? "/dev/null" : "NUL").toFile();
    }
}
