package org.asyndgan.command.progress;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The screen of this process. */
public final class Screens {

    private Screens() {}

    public static Screen open(InstantSource clock) {
        return Screen.of(out(), clock, Boolean.getBoolean("org.asyndgan.terminal"));
    }

    /** UTF-8 whatever the locale says, because a progress bar is drawn in it. */
    static PrintStream out() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
