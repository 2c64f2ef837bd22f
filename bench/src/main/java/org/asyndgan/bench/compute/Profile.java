package org.asyndgan.bench.compute;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** Where the steps of a recording spent their time: samples of the computing thread's stack, by layer and kind of work. */
final class Profile {

    private static final String ENGINE = "org.asyndgan.nn.";
    private static final double SHOWN = 0.005;

    private final Map<String, Integer> samples = new TreeMap<>();
    private int total;

    private Profile() {}

    /** Options that make a JVM record itself; native and Java code are sampled equally often. */
    static List<String> options(Path recording) {
        return List.of(
                "-XX:StartFlightRecording=settings=default,filename=" + recording,
                "-XX:FlightRecorderOptions=stackdepth=64",
                "-Xlog:jfr+startup=off");
    }

    static Profile read(Path recording) throws IOException {
        var profile = new Profile();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.add(file.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        String type = event.getEventType().getName();
        if (!type.equals("jdk.ExecutionSample") && !type.equals("jdk.NativeMethodSample")) {
            return;
        }
        RecordedThread thread = event.getThread("sampledThread");
        if (thread == null || !"main".equals(thread.getJavaName()) || event.getStackTrace() == null) {
            return;
        }
        place(event.getStackTrace().getFrames()).ifPresent(place -> {
            samples.merge(place, 1, Integer::sum);
            total++;
        });
    }

    /** What a sample counts for; nothing outside of a step. */
    private static Optional<String> place(List<RecordedFrame> frames) {
        boolean isStep = frames.stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().endsWith("Steps")
                        && frame.getMethod().getName().equals("step"));
        if (!isStep) {
            return Optional.empty();
        }
        String kind = "";
        for (RecordedFrame frame : frames) {
            String type = frame.getMethod().getType().getName();
            if (kind.isEmpty() && type.equals(ENGINE + "kernel.Operation")) {
                kind = ", native";
            } else if (kind.isEmpty() && type.equals(ENGINE + "kernel.NativeArray")) {
                kind = ", copies";
            }
            if (isLayer(type)) {
                return Optional.of(name(type) + direction(frames) + kind);
            }
        }
        return Optional.of(frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(type -> type.startsWith(ENGINE))
                .findFirst()
                .map(Profile::name)
                .orElse("the rest"));
    }

    private static boolean isLayer(String type) {
        return type.startsWith(ENGINE + "layer.")
                && !List.of("Chain", "Activation", "Rows", "Border").contains(name(type));
    }

    private static String direction(List<RecordedFrame> frames) {
        return frames.stream()
                .filter(frame -> isLayer(frame.getMethod().getType().getName()))
                .map(frame -> frame.getMethod().getName())
                .filter(method -> method.equals("forward") || method.equals("backward"))
                .findFirst()
                .map(method -> " " + method)
                .orElse("");
    }

    private static String name(String type) {
        // A lambda's class is called as its owner is, then "$$Lambda" and a number after a slash.
        int nested = type.indexOf('$');
        String outer = nested < 0 ? type : type.substring(0, nested);
        return outer.substring(outer.lastIndexOf('.') + 1);
    }

    /** The largest shares first. */
    void print(Workload workload, PrintWriter out) {
        out.println(workload.line() + ": " + total + " samples");
        samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .filter(entry -> entry.getValue() >= SHOWN * total)
                .forEach(entry ->
                        out.printf(Locale.ROOT, "  %5.1f %%  %s%n", 100.0 * entry.getValue() / total, entry.getKey()));
        out.flush();
    }
}
