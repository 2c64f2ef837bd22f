package org.asyndgan.core.memory;

import java.util.ArrayList;
import java.util.List;

/** Records in order, each at its offset; what nobody will read again can be let go of. */
final class MemoryTopic<T> {

    private final List<T> records = new ArrayList<>();
    private long begin;

    void add(T record) {
        records.add(record);
    }

    /** Offset of the next record to be added. */
    long end() {
        return begin + records.size();
    }

    T at(long offset) {
        return records.get(Math.toIntExact(offset - begin));
    }

    /** All records that are still there. */
    List<T> all() {
        return List.copyOf(records);
    }

    /** Records that are still there. */
    int size() {
        return records.size();
    }

    /** Lets a topic that is empty begin where a reader goes on: what came before was read in an earlier process. */
    void goOnAt(long offset) {
        if (records.isEmpty()) {
            begin = Math.max(begin, offset);
        }
    }

    void forgetUpTo(long offset) {
        records.subList(0, Math.toIntExact(offset - begin)).clear();
        begin = offset;
    }
}
