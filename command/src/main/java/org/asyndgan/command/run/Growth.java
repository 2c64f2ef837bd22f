package org.asyndgan.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.command.report.GrowthRow;
import org.asyndgan.core.protocol.Preview;

/**
 * A few previews of each probe, spread over the run: the first, the newest and some between.
 *
 * <p>Over the bound every other step is let go and half as many are taken from then on. Not thread-safe.
 */
final class Growth {

    private static final int MOST_STEPS = 8;
    private static final int MOST_ROWS = 6;

    private final TreeMap<Long, TreeMap<Integer, Preview>> kept = new TreeMap<>();
    private TreeMap<Integer, Preview> newest = new TreeMap<>();
    private long step = -1;
    private long number;
    private long spacing = 1;

    void see(Preview preview) {
        long at = preview.drawnBy().step();
        if (at < step) {
            return;
        }
        if (at > step) {
            step = at;
            newest = new TreeMap<>();
            if (number++ % spacing == 0) {
                kept.put(at, newest);
            }
            thin();
        }
        newest.put(preview.probe(), preview);
    }

    private void thin() {
        if (kept.size() > MOST_STEPS) {
            spacing *= 2;
            List<Long> steps = new ArrayList<>(kept.keySet());
            for (int i = 1; i < steps.size(); i += 2) {
                kept.remove(steps.get(i));
            }
        }
    }

    List<GrowthRow> rows() {
        TreeMap<Long, TreeMap<Integer, Preview>> all = new TreeMap<>(kept);
        all.put(step, newest);
        List<GrowthRow> rows = new ArrayList<>();
        for (Map.Entry<Integer, Preview> probe : newest.entrySet()) {
            if (rows.size() < MOST_ROWS) {
                rows.add(new GrowthRow(
                        "mask of " + probe.getValue().site(),
                        probe.getValue().labels(),
                        all.values().stream()
                                .filter(ofStep -> ofStep.containsKey(probe.getKey()))
                                .map(ofStep -> ofStep.get(probe.getKey()))
                                .map(one -> new GrowthRow.Stage(one.drawnBy().step(), one.image()))
                                .toList()));
            }
        }
        return rows;
    }
}
