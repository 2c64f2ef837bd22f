package org.asyndgan.worker.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers by name over the steps of a run, in a bounded number of buckets of equal width.
 *
 * <p>Each bucket keeps the smallest, the largest and the last value, so that thinning hides no outlier. Once a step lies
 * beyond the last bucket, all buckets become twice as wide. Values that are not finite, or too large for
 * 32 bits, are kept apart, by step. Not
 * thread-safe.
 */
public final class Series {

    private static final int MOST_NOT_FINITE = 100;

    private final int buckets;
    private final int mostNames;
    private final TreeMap<String, Columns> byName = new TreeMap<>();
    private final TreeMap<String, List<Long>> notFinite = new TreeMap<>();
    private long width = 1;
    private long[] times;
    private int used;
    private long ignored;

    /**
     * @param buckets the most points of one series, even
     * @param mostNames the most series; values of further names are ignored and counted
     */
    public Series(int buckets, int mostNames) {
        this.buckets = buckets;
        this.mostNames = mostNames;
        this.times = new long[buckets];
    }

    /**
     * Adds a value.
     *
     * @param step at least 0
     * @param at milliseconds since 1970
     */
    public void put(String name, long step, long at, double value) {
        if (!byName.containsKey(name) && byName.size() >= mostNames) {
            ignored++;
            return;
        }
        while (step / width >= buckets) {
            halve();
        }
        int bucket = (int) (step / width);
        used = Math.max(used, bucket + 1);
        times[bucket] = Math.max(times[bucket], at);
        Columns columns = byName.computeIfAbsent(name, unused -> new Columns(buckets));
        float kept = (float) value;
        if (Float.isFinite(kept)) {
            columns.put(bucket, kept);
        } else {
            List<Long> steps = notFinite.computeIfAbsent(name, unused -> new ArrayList<>());
            if (steps.size() < MOST_NOT_FINITE) {
                steps.add(step);
            }
        }
    }

    private void halve() {
        width *= 2;
        byName.values().forEach(Columns::halve);
        long[] wider = new long[buckets];
        for (int i = 0; i < buckets; i++) {
            wider[i / 2] = Math.max(wider[i / 2], times[i]);
        }
        times = wider;
        used = (used + 1) / 2;
    }

    /** Values that were ignored because there are too many names. */
    public long ignored() {
        return ignored;
    }

    /**
     * A copy for the page.
     *
     * @param names wanted; unknown ones are left out. Empty for all
     */
    public Table table(List<String> names) {
        List<Long> steps = new ArrayList<>(used);
        List<Long> at = new ArrayList<>(used);
        for (int i = 0; i < used; i++) {
            steps.add(i * width);
            at.add(times[i]);
        }
        Map<String, Column> columns = new TreeMap<>();
        for (String name : names.isEmpty() ? byName.keySet() : names) {
            Columns found = byName.get(name);
            if (found != null) {
                columns.put(name, found.copy(used, List.copyOf(notFinite.getOrDefault(name, List.of()))));
            }
        }
        return new Table(width, steps, at, columns);
    }

    /**
     * All series of one kind as one: smallest, largest and mean over the sites.
     *
     * @param kind what stands before the dot of the names, such as {@code adversarialLoss}
     */
    public Table across(String kind) {
        List<Columns> of = new ArrayList<>();
        List<Long> bad = new ArrayList<>();
        byName.tailMap(kind + ".").forEach((name, columns) -> {
            if (name.startsWith(kind + ".")) {
                of.add(columns);
                bad.addAll(notFinite.getOrDefault(name, List.of()));
            }
        });
        Columns all = new Columns(buckets);
        for (int i = 0; i < used; i++) {
            double sum = 0;
            int count = 0;
            for (Columns one : of) {
                if (!Float.isNaN(one.last[i])) {
                    all.put(i, one.min[i]);
                    all.put(i, one.max[i]);
                    sum += one.last[i];
                    count++;
                }
            }
            all.last[i] = count == 0 ? Float.NaN : (float) (sum / count);
        }
        Table grid = table(List.of(""));
        List<Long> steps =
                bad.stream().sorted().distinct().limit(MOST_NOT_FINITE).toList();
        return new Table(
                grid.width(), grid.steps(), grid.times(), Map.of(kind + " of all sites", all.copy(used, steps)));
    }

    /** In their order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * Buckets of several series on one grid.
     *
     * @param width steps a bucket
     * @param steps first step of each bucket
     * @param times of the newest value in each bucket, milliseconds since 1970; 0 where there is none
     */
    public record Table(long width, List<Long> steps, List<Long> times, Map<String, Column> series) {}

    /**
     * One series; null where a bucket has no finite value.
     *
     * @param notFinite steps at which the value was NaN or infinite, the first ones
     */
    public record Column(List<Float> min, List<Float> max, List<Float> last, List<Long> notFinite) {}

    private static final class Columns {

        private float[] min;
        private float[] max;
        private float[] last;

        Columns(int buckets) {
            min = empty(buckets);
            max = empty(buckets);
            last = empty(buckets);
        }

        private static float[] empty(int buckets) {
            float[] values = new float[buckets];
            Arrays.fill(values, Float.NaN);
            return values;
        }

        void put(int bucket, float value) {
            min[bucket] = Float.isNaN(min[bucket]) ? value : Math.min(min[bucket], value);
            max[bucket] = Float.isNaN(max[bucket]) ? value : Math.max(max[bucket], value);
            last[bucket] = value;
        }

        void halve() {
            Columns wider = new Columns(min.length);
            for (int i = 0; i < min.length; i++) {
                if (!Float.isNaN(last[i])) {
                    wider.put(i / 2, min[i]);
                    wider.put(i / 2, max[i]);
                    wider.last[i / 2] = last[i];
                }
            }
            min = wider.min;
            max = wider.max;
            last = wider.last;
        }

        Column copy(int used, List<Long> notFinite) {
            return new Column(list(min, used), list(max, used), list(last, used), notFinite);
        }

        private static List<Float> list(float[] values, int used) {
            List<Float> list = new ArrayList<>(used);
            for (int i = 0; i < used; i++) {
                list.add(Float.isNaN(values[i]) ? null : (Float) values[i]);
            }
            return list;
        }
    }
}
