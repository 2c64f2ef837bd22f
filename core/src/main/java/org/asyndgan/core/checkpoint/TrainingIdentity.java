package org.asyndgan.core.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose training a snapshot is: run, site or role, engine, and all settings that the bits of the state depend on.
 *
 * <p>A worker compares it before it does anything else. Settings that only decide what comes next, and that the journal
 * records with each step, do not belong here.
 */
public final class TrainingIdentity {

    /** Of whoever only reads; it equals every other. */
    public static final TrainingIdentity ANY = new TrainingIdentity(Map.of());

    private final Map<String, String> entries;

    private TrainingIdentity(Map<String, String> entries) {
        this.entries = entries;
    }

    /** One of a run and a role, such as {@code generator} or {@code site mercy}. */
    public static TrainingIdentity of(String run, String role) {
        return ANY.with("run", run).with("role", role);
    }

    /** The same and one more setting under its full name. */
    public TrainingIdentity with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(entries);
        more.put(name, String.valueOf(value));
        return new TrainingIdentity(more);
    }

    /**
     * In what a snapshot's identity differs from this one, such as "seed was 1 and is now 2"; empty if in nothing.
     *
     * <p>What the snapshot does not name is a setting that its version did not have, and no difference.
     */
    List<String> differences(TrainingIdentity saved) {
        List<String> differences = new ArrayList<>();
        if (!entries.isEmpty()) {
            saved.entries.forEach((name, then) -> {
                String now = entries.getOrDefault(name, "unknown to this version");
                if (!now.equals(then)) {
                    differences.add(name + " was " + then + " and is now " + now);
                }
            });
        }
        return differences;
    }

    /** One entry, such as the engine; nothing where its version named none. */
    Optional<String> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(entries.size());
        for (var entry : entries.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    static TrainingIdentity read(DataInputStream in) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            entries.put(in.readUTF(), in.readUTF());
        }
        return new TrainingIdentity(entries);
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
