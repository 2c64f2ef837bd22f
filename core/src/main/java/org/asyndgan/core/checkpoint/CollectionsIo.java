package org.asyndgan.core.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.checkpoint.SnapshotInput.Reading;

/** Lists and maps in a snapshot: a count, then the elements, a key before its value. */
public final class CollectionsIo {

    private CollectionsIo() {}

    public static <T> void writeList(DataOutputStream out, Collection<T> all, Writing<T> each) throws IOException {
        out.writeInt(all.size());
        for (T one : all) {
            each.writeTo(out, one);
        }
    }

    public static <K, V> void writeMap(DataOutputStream out, Map<K, V> all, Writing<K> key, Writing<V> value)
            throws IOException {
        writeList(out, all.entrySet(), (part, entry) -> {
            key.writeTo(part, entry.getKey());
            value.writeTo(part, entry.getValue());
        });
    }

    public static <T> List<T> readList(DataInputStream in, Reading<T> each) throws IOException {
        List<T> all = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.add(each.readFrom(in));
        }
        return all;
    }

    /** In the order of keys. */
    public static <K, V> Map<K, V> readMap(DataInputStream in, Reading<K> key, Reading<V> value) throws IOException {
        Map<K, V> all = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            all.put(key.readFrom(in), value.readFrom(in));
        }
        return all;
    }

    /** Writes one element. */
    @FunctionalInterface
    public interface Writing<T> {
        void writeTo(DataOutputStream out, T element) throws IOException;
    }
}
