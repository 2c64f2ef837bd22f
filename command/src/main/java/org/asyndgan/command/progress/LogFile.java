package org.asyndgan.command.progress;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Where whole stack traces go, which no screen needs.
 *
 * <p>A child process is told where to log when it is started, and stays with that.
 */
public final class LogFile {

    private static final String TOLD = "logback.configurationFile";
    private static final String FILE = "org.asyndgan.log";
    private static final String FORMAT = "ASYNDGAN_LOG_FORMAT";
    private static boolean isConfigured = System.getProperty(TOLD) != null;

    private LogFile() {}

    /**
     * A worker's log: lines on the screen, and the same with stack traces in {@code worker.log} beside its state; or,
     * where the environment's ASYNDGAN_LOG_FORMAT is {@code json}, JSON on the screen alone.
     */
    public static void beside(Path state) {
        if (!isConfigured && "json".equalsIgnoreCase(System.getenv(FORMAT))) {
            configure("logback-worker-json.xml");
        }
        if (!isConfigured) {
            Optional.ofNullable(state).ifPresent(folder -> name(folder.resolve("worker.log")));
            configure("logback-worker.xml");
        }
    }

    /** The log of a command whose screen is for people alone. */
    public static void at(Path file) {
        name(file);
        configure("logback-command.xml");
    }

    /** As {@link #at}, in a file among the temporary ones as long as there is no better place. */
    public static void anywhere() {
        if (!isConfigured) {
            configure("logback-command.xml");
        }
    }

    /** The JVM's arguments for a child process whose output is its log. */
    public static List<String> ofChild() {
        return List.of(configuration("logback-child.xml"));
    }

    /** The JVM's arguments for a child process whose output is for people alone. */
    public static List<String> ofChild(Path file) {
        return List.of(configuration("logback-command.xml"), "-D" + FILE + "=" + file);
    }

    private static String configuration(String resource) {
        return "-D" + TOLD + "=" + LogFile.class.getPackageName().replace('.', '/') + "/" + resource;
    }

    private static void name(Path file) {
        System.setProperty(FILE, file.toString());
    }

    /** Anew, since libraries may have made loggers before the command knew where to. */
    private static void configure(String resource) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(LogFile.class.getResource(resource));
            isConfigured = true;
        } catch (JoranException ownMistake) {
            throw new IllegalStateException("The log's own configuration " + resource + " is wrong", ownMistake);
        }
    }
}
