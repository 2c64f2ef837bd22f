package org.asyndgan.command.progress;

import java.time.Duration;
import java.util.Locale;

/** Times as clocks show them. */
final class Elapsed {

    private Elapsed() {}

    /** Such as {@code 4:05}, or {@code 1:04:05} from an hour on. */
    static String of(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
