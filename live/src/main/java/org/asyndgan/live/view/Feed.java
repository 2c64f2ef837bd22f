package org.asyndgan.live.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest entries of the activity feed. Not thread-safe. */
final class Feed {

    private final int most;
    private final ArrayDeque<Activity> entries = new ArrayDeque<>();

    Feed(int most) {
        this.most = most;
    }

    void add(Activity entry) {
        entries.addLast(entry);
        if (entries.size() > most) {
            entries.removeFirst();
        }
    }

    /** The newest entries, the oldest of them first. */
    List<Activity> newest(int count) {
        List<Activity> all = new ArrayList<>(entries);
        return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    /** Entries with this number or a later one. */
    List<Activity> from(long number) {
        return entries.stream().filter(entry -> entry.number() >= number).toList();
    }

    /** The entry of a record; nothing if it is not held, or not any more. */
    Optional<Activity> find(String id) {
        return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }
}
