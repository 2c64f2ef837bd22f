package org.asyndgan.worker.setting;

import java.util.Map;
import java.util.Optional;

/** What settings and flags were called once; the old names are refused, because a run must not ignore them. */
public final class RenamedSettings {

    private static final Map<String, String> NOW =
            Map.of("normalisation", "intensity-scaling", "normalization", "norm-layer");

    private RenamedSettings() {}

    /** What a setting is called now, by last names; nothing if it was never called otherwise. */
    public static Optional<String> now(String before) {
        return Optional.ofNullable(NOW.get(before));
    }

    /** What a setting was called before, by last names; nothing if it was never called otherwise. */
    static Optional<String> before(String now) {
        return NOW.entrySet().stream()
                .filter(renamed -> renamed.getValue().equals(now))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Refuses one.
     *
     * @param before what was set, in full, such as {@code --normalisation}
     * @param now its present name, in full
     * @return with ADG-505
     */
    public static SettingsException refusal(String before, String now) {
        return SettingsException.renamed(before, now);
    }
}
