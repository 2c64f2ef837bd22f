package org.asyndgan.privacy.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.secret.SecretCoins;

/**
 * A site's account of its images' privacy: every step of a discriminator is charged before its noise is drawn.
 *
 * <p>A step is known by its history, a hash of all that it depends on. The same history has the same noise, so repeating
 * it tells nobody anything and is free; another history has fresh noise and a new charge, whatever its number. Steps are
 * reserved in blocks that are on the disk before the first of them is drawn; a block that a crash leaves half used stays
 * charged.
 *
 * <p>One for all runs on a data set, kept apart from the runs' states: a state that is copied or restored must not bring an
 * older ledger with it. Not thread-safe.
 */
public final class PrivacyLedger implements AutoCloseable {

    private static final long BLOCK = 16;
    private static final int MARK_BYTES = 16;

    private final LedgerFile file;
    private final LedgerBook book;
    private final SecretCoins secret;
    private final InstantSource clock;
    private long left;
    private SubsampledGaussian reservedFor;

    private PrivacyLedger(LedgerFile file, LedgerBook book, SecretCoins secret, InstantSource clock) {
        this.file = file;
        this.book = book;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Opens the ledger in a folder for this process alone, or begins one.
     *
     * @param unit what is protected, {@code image} or {@code patient}
     * @param secret that noise follows from
     * @throws LedgerException ADG-422 if it cannot be used, was changed, is of another unit or is a copy
     */
    public static PrivacyLedger open(Path folder, String unit, SecretCoins secret, InstantSource clock) {
        List<LedgerEntry> entries = new ArrayList<>();
        LedgerFile file = LedgerFile.open(folder, entries);
        try {
            LedgerBook book = new LedgerBook();
            entries.forEach(book::add);
            PrivacyLedger ledger = new PrivacyLedger(file, book, secret, clock);
            ledger.take(unit);
            return ledger;
        } catch (LedgerException refused) {
            file.close();
            throw refused;
        }
    }

    /**
     * Takes what looks like a copy for the ledger from now on: its original is gone for good.
     *
     * @throws LedgerException ADG-422 if it cannot be used or was changed
     */
    public static void adopt(Path folder) {
        try (LedgerFile file = LedgerFile.open(folder, new ArrayList<>())) {
            file.add(new LedgerEntry.Placed(file.place()));
            file.force();
        }
    }

    private void take(String unit) {
        if (book.unit().isEmpty()) {
            add(new LedgerEntry.Begun(unit));
        } else if (!book.unit().equals(unit)) {
            throw new LedgerException(
                    "ADG-422",
                    "Ledger " + file.path() + " counts by " + book.unit() + " and cannot go on by " + unit
                            + ": what a step costs the one says nothing of the other. Set"
                            + " asyndgan.site.privacy-unit=" + book.unit() + ".",
                    null);
        }
        String place = file.place();
        if (book.place().filter(before -> !before.equals(place)).isPresent()) {
            throw new LedgerException(
                    "ADG-422",
                    "Ledger " + file.path() + " is a copy, or was restored from a backup: what its original was charged"
                            + " since is not in it. Go on with the original. If that is gone for good, and this is not"
                            + " older than the last run, say so with ./asyndgan privacy ledger --adopt.",
                    null);
        }
        if (!place.isEmpty() && !book.place().equals(Optional.of(place))) {
            add(new LedgerEntry.Placed(place));
        }
        String id = mark("id", new byte[0]);
        if (!book.key().equals(id)) {
            add(new LedgerEntry.Keyed(id));
        }
        file.force();
    }

    /**
     * Charges a step, unless it was charged before; the noise of this history may be drawn once this returns.
     *
     * @param run its name, for people
     * @param history hash of all that the step depends on
     * @param budget ε that the charges of all runs together must not exceed; empty for none
     * @param delta in (0, 1)
     * @return false if the budget does not allow the step
     */
    public boolean charge(String run, byte[] history, SubsampledGaussian step, OptionalDouble budget, double delta) {
        String mark = mark(history);
        if (book.names(mark)) {
            return true;
        }
        if (left == 0 || !step.equals(reservedFor)) {
            giveBack();
            long steps = affordable(step, budget, delta);
            if (steps == 0) {
                return false;
            }
            add(new LedgerEntry.Reserved(run, step, steps, clock.instant().toString()));
            file.force();
            left = steps;
            reservedFor = step;
        }
        left--;
        add(new LedgerEntry.Drew(mark));
        return true;
    }

    private long affordable(SubsampledGaussian step, OptionalDouble budget, double delta) {
        long steps = BLOCK;
        while (steps > 0 && budget.isPresent() && book.epsilonAfter(step, steps, delta) > budget.getAsDouble()) {
            steps--;
        }
        return steps;
    }

    /**
     * Insists that all steps of a training were charged, of which a snapshot tells.
     *
     * @param history of the last of them
     * @param steps that the run has taken up to there; a line that a power cut took may be missing, but no charge
     * @throws LedgerException ADG-421 if one was not: the ledger is older than the snapshot
     */
    public void requireCharged(String run, byte[] history, long steps) {
        if (book.stepsOf(run) < steps) {
            throw behind();
        }
        requireCharged(history);
    }

    /**
     * Insists that a step that was answered long ago was charged.
     *
     * @throws LedgerException ADG-421 if it was not: the ledger is older than the answers, or the step is not the one that
     *     was answered
     */
    public void requireCharged(byte[] history) {
        String mark = mark(history);
        if (book.names(mark)) {
            return;
        }
        if (book.unnamed() - left <= 0) {
            throw behind();
        }
        // A power cut took the line; the step is among those that stay charged.
        add(new LedgerEntry.Drew(mark));
    }

    private LedgerException behind() {
        return new LedgerException(
                "ADG-421",
                "Ledger " + file.path() + " does not hold a step that this site has answered: it is older than the"
                        + " answers, or images, settings or the noise's secret are not what they were. Restore"
                        + " ledger and secret as they were at the last answer. If that cannot be, take part in a new"
                        + " run with an empty state folder, and count what this run has spent as unknown.",
                null);
    }

    private String mark(byte[] history) {
        return mark("mark", history);
    }

    private String mark(String purpose, byte[] history) {
        return HexFormat.of().formatHex(secret.mark(purpose, history), 0, MARK_BYTES);
    }

    private void add(LedgerEntry entry) {
        file.add(entry);
        book.add(entry);
    }

    /** What has been charged so far. */
    public LedgerBook book() {
        return book;
    }

    private void giveBack() {
        if (left > 0) {
            add(new LedgerEntry.Settled(left));
            left = 0;
        }
    }

    /** Gives back what was reserved and not drawn. */
    @Override
    public void close() {
        try {
            giveBack();
            file.force();
        } finally {
            file.close();
        }
    }
}
