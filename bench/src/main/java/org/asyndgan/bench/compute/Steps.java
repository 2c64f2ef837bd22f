package org.asyndgan.bench.compute;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** One network's training step, ready to run again and again. */
interface Steps extends AutoCloseable {

    void step();

    @Override
    void close();

    /** Makes the steps of a workload. */
    @FunctionalInterface
    interface Maker {
        Steps make(Workload workload);
    }

    /**
     * Serves a coordinator on standard input and output until it says quit: {@code prepare WORKLOAD}
     * is answered with {@code bench ready}, {@code run N} with {@code bench nanos} and N durations.
     */
    static void serve(String description, Maker maker) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("bench hello " + description);
        Steps steps = null;
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            if (line.startsWith("prepare ")) {
                if (steps != null) {
                    steps.close();
                }
                steps = maker.make(Workload.parse(line.substring("prepare ".length())));
                System.out.println("bench ready");
            } else if (line.startsWith("run ") && steps != null) {
                System.out.println("bench nanos" + time(steps, Integer.parseInt(line.substring("run ".length()))));
            }
        }
    }

    private static String time(Steps steps, int count) {
        var nanos = new StringBuilder();
        for (int i = 0; i < count; i++) {
            long began = System.nanoTime();
            steps.step();
            nanos.append(' ').append(System.nanoTime() - began);
        }
        return nanos.toString();
    }
}
