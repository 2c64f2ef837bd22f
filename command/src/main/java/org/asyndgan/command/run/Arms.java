package org.asyndgan.command.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.asyndgan.command.plan.RunException;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.process.Arguments;
import org.asyndgan.command.process.Launcher;
import org.asyndgan.command.process.WorkerProcess;
import org.asyndgan.command.process.WorkerProcesses;
import org.asyndgan.command.report.RunReport;

/**
 * The arms to compare with: one on all sites' real images, one on each site's alone; as many at once as there
 * are cores free.
 */
final class Arms {

    private static final Pattern TRAINED = Pattern.compile("Trained arm=\\S+ step=(\\d+) ");

    private final Launcher launcher;
    private final WorkerProcesses processes;
    private final Arguments arguments;
    private final RunFolder folder;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, List<String>> sitesOf = new LinkedHashMap<>();
    private final Map<String, WorkerProcess> started = new LinkedHashMap<>();

    Arms(Launcher launcher, WorkerProcesses processes, Arguments arguments, RunFolder folder, List<String> sites) {
        this.launcher = launcher;
        this.processes = processes;
        this.arguments = arguments;
        this.folder = folder;
        if (sites.size() > 1) {
            sitesOf.put(RunReport.REAL_ALL, sites);
        }
        sites.forEach(site -> sitesOf.put(RunReport.REAL + site, List.of(site)));
        // Those that an interrupted run has done already keep their scores.
        sitesOf.keySet().stream()
                .filter(name -> !Files.exists(folder.arm(name)))
                .forEach(waiting::add);
    }

    /** No arms at all. */
    static Arms none(Launcher launcher, WorkerProcesses processes, Arguments arguments, RunFolder folder) {
        return new Arms(launcher, processes, arguments, folder, List.of());
    }

    int count() {
        return sitesOf.size();
    }

    /** Starts waiting arms as long as fewer than this many are at work. */
    void startUpTo(int atOnce) {
        while (!waiting.isEmpty() && working() < atOnce) {
            String name = waiting.poll();
            started.put(name, processes.add(launcher.start(name, arguments.arm(name, sitesOf.get(name)))));
        }
    }

    private long working() {
        return started.values().stream().filter(WorkerProcess::isAlive).count();
    }

    boolean areDone() {
        return waiting.isEmpty() && started.values().stream().allMatch(WorkerProcess::isDone);
    }

    /** Training steps of all arms so far, as their logs tell. */
    long steps() {
        long steps = 0;
        for (String name : sitesOf.keySet()) {
            steps += stepsIn(folder.log(name));
        }
        return steps;
    }

    private static long stepsIn(Path log) {
        long last = 0;
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            for (String line : (Iterable<String>) lines::iterator) {
                Matcher trained = TRAINED.matcher(line);
                if (trained.find()) {
                    last = Long.parseLong(trained.group(1));
                }
            }
        } catch (IOException | java.io.UncheckedIOException notYet) {
            return last;
        }
        return last;
    }

    /** The scores, in the order of the table. */
    List<RunReport.Arm> scores() {
        List<RunReport.Arm> scores = new ArrayList<>();
        for (String name : sitesOf.keySet()) {
            try {
                scores.add(new ObjectMapper().readValue(folder.arm(name).toFile(), RunReport.Arm.class));
            } catch (IOException unreadable) {
                throw new RunException(
                        "ADG-707",
                        "The score of " + name + " cannot be read from " + folder.arm(name) + ": "
                                + unreadable.getMessage() + ". Look into " + folder.log(name) + ".",
                        unreadable);
            }
        }
        return scores;
    }
}
