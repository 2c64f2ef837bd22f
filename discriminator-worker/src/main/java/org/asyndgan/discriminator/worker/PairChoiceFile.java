package org.asyndgan.discriminator.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.asyndgan.core.checkpoint.NetworkCard;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.worker.WorkerException;

/**
 * Remembers in a site's state folder who chooses the real pairs: what a site repeats after a restart must be made of the same
 * pairs as what it answered.
 */
final class PairChoiceFile {

    private static final String FILE = "real-pairs";
    private static final String SETTING = SiteProperties.PREFIX + ".real-pairs";

    private final Path state;

    PairChoiceFile(Path state) {
        this.state = state;
    }

    /** Says whether a run has begun here with a choice. */
    boolean isThere() {
        return Files.exists(state.resolve(FILE));
    }

    /**
     * The choice that holds for this folder.
     *
     * @param wanted by the settings; nothing takes what the folder's run has, or the site's own for a new one
     * @throws WorkerException ADG-412 if the run in this folder has another choice, or is older than the choice
     */
    PairChoice settled(Optional<PairChoice> wanted) {
        if (isThere()) {
            PairChoice begun = read();
            if (!wanted.orElse(begun).equals(begun)) {
                throw refused(
                        "The run in " + state + " began with " + SETTING + "=" + word(begun) + " and cannot go on with "
                                + word(wanted.get())
                                + ", because the site would not repeat what it answered. Take the setting out,"
                                + " or give a new run an empty folder.");
            }
            return begun;
        }
        if (NetworkCard.isIn(state) && wanted.isEmpty()) {
            throw refused("The run in " + state + " began when the generator chose the real pairs, or its file " + FILE
                    + " is lost. Set " + SETTING + "=" + word(PairChoice.NAMED_BY_GENERATOR)
                    + " to let the generator go on choosing them, or restore the file from a backup.");
        }
        return wanted.orElse(PairChoice.OWN);
    }

    /** Writes the choice down. */
    void keep(PairChoice choice) {
        try {
            WholeFile.write(state.resolve(FILE), beside -> Files.writeString(beside, word(choice)));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private PairChoice read() {
        try {
            String word = Files.readString(state.resolve(FILE)).strip();
            for (PairChoice choice : PairChoice.values()) {
                if (word(choice).equals(word)) {
                    return choice;
                }
            }
            throw refused("File " + state.resolve(FILE) + " holds \"" + word + "\", which is neither "
                    + word(PairChoice.OWN) + " nor " + word(PairChoice.NAMED_BY_GENERATOR)
                    + ". Restore it from a backup.");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static String word(PairChoice choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static WorkerException refused(String sentences) {
        return new WorkerException("ADG-412", sentences, null);
    }

    private WorkerException unusable(IOException why) {
        return new WorkerException(
                "ADG-412",
                "File " + state.resolve(FILE) + " cannot be read or written: " + FileTrouble.reason(why)
                        + ". Fix the folder's permissions, or restore the file from a backup.",
                why);
    }
}
