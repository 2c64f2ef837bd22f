package org.asyndgan.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.secret.SecretCoins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyLedgerTest {

    private static final SubsampledGaussian STEP = new SubsampledGaussian(0.1, 2);
    private static final double DELTA = 1e-5;
    private static final OptionalDouble NO_BUDGET = OptionalDouble.empty();

    @TempDir
    Path folder;

    @Test
    void chargesEachHistoryOnce() {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1, 2, 3, 2, 1);
        }

        assertThat(LedgerBook.read(folder).steps()).isEqualTo(3);
    }

    @Test
    void repeatingIsFreeAfterARestart() {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1, 2, 3);
        }
        try (PrivacyLedger ledger = open()) {
            ledger.requireCharged(history(2));
            charge(ledger, 2, 3);
        }

        assertThat(LedgerBook.read(folder).steps()).isEqualTo(3);
    }

    /** 20 steps are in two blocks of 16; the 12 that nobody drew stay charged, because nobody can know. */
    @Test
    void aKilledProcessStaysChargedForWhatItReserved() throws Exception {
        die(20);

        assertThat(LedgerBook.read(folder).steps()).isEqualTo(32);
        assertThat(LedgerBook.read(folder).unnamed()).isEqualTo(12);
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 20);
            assertThat(ledger.book().steps()).isEqualTo(32);
            charge(ledger, 21);
        }
        assertThat(LedgerBook.read(folder).steps()).isEqualTo(33);
    }

    /** The lines of steps are not forced to the disk, those of reservations are. */
    @Test
    void aPowerCutLosesNoCharge() throws Exception {
        die(20);
        List<String> lines = Files.readAllLines(file());
        cutTo(String.join("\n", lines.subList(0, lines.size() - 2)) + "\n" + "drew\t12");

        try (PrivacyLedger ledger = open()) {
            ledger.requireCharged(history(19));
            ledger.requireCharged(history(20));
            assertThat(ledger.book().steps()).isEqualTo(32);
        }
    }

    @Test
    void refusesToGoOnBehindWhatWasAnswered() throws Exception {
        try (PrivacyLedger ledger = open()) {
            for (int step = 0; step < 40; step++) {
                charge(ledger, step);
            }
        }
        List<String> lines = Files.readAllLines(file());
        cutTo(String.join("\n", lines.subList(0, 10)) + "\n");

        try (PrivacyLedger ledger = open()) {
            assertThatThrownBy(() -> {
                        for (int step = 0; step < 40; step++) {
                            ledger.requireCharged(history(step));
                        }
                    })
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("does not hold a step that this site has answered")
                    .hasMessageEndingWith("(ADG-421)");
        }
    }

    /** A snapshot after the last answer leaves nothing to repeat, so that it must tell by itself. */
    @Test
    void refusesToGoOnBehindASnapshot() throws Exception {
        String older;
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1, 2, 3);
            older = Files.readString(file());
            charge(ledger, 4);
            ledger.requireCharged("run", history(4), 4);
        }
        cutTo(older);

        // What it reserved and did not name pays for step 4.
        try (PrivacyLedger ledger = open()) {
            ledger.requireCharged("run", history(4), 4);
        }
        cutTo(older);
        try (PrivacyLedger ledger = open()) {
            assertThatThrownBy(() -> ledger.requireCharged("run", history(17), 17))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageEndingWith("(ADG-421)");
            assertThatThrownBy(() -> ledger.requireCharged("another run", history(3), 3))
                    .isInstanceOf(LedgerException.class);
        }
    }

    @Test
    void refusesALineThatSomebodyChanged() throws Exception {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1);
        }
        cutTo(Files.readString(file()).replace("\t16\t", "\t1\t"));

        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith("Line 4 of ledger " + file() + " does not fit what stands before it");
    }

    @Test
    void refusesACopyUntilItIsAdopted() throws Exception {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1);
        }
        Path other = folder.resolve("copy");
        Files.createDirectories(other);
        Files.copy(file(), other.resolve("ledger.log"));

        assertThatThrownBy(() -> open(other))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("is a copy, or was restored from a backup");
        PrivacyLedger.adopt(other);
        open(other).close();
    }

    @Test
    void servesOneProcessAtATime() {
        try (PrivacyLedger ledger = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("is in use by another process");
            charge(ledger, 1);
        }
    }

    @Test
    void servesNoOtherProcessMeanwhile() throws Exception {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1);

            assertThat(run(List.of(), Opening.class)).isEqualTo(Opening.IN_USE);
        }
        assertThat(run(List.of(), Opening.class)).isZero();
    }

    /** A disk that is full in the middle of a line, and has room again when what is left of the block is given back. */
    @Test
    void aLineThatDidNotFitSpoilsNoneAfterIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit, which limits files' sizes, is there");

        assertThat(run(List.of("/usr/bin/prlimit", "--fsize=2000:unlimited"), Filling.class))
                .isZero();

        try (PrivacyLedger ledger = open()) {
            assertThat(ledger.book().steps()).isGreaterThan(16).isLessThan(32);
            charge(ledger, 1000);
        }
    }

    @Test
    void refusesAnotherUnit() {
        open().close();

        assertThatThrownBy(() -> PrivacyLedger.open(folder, "patient", secret(1), () -> Instant.EPOCH))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("counts by image and cannot go on by patient");
    }

    @Test
    void aLostSecretChargesAllAgain() {
        try (PrivacyLedger ledger = open()) {
            charge(ledger, 1, 2, 3);
        }
        try (PrivacyLedger ledger = PrivacyLedger.open(folder, "image", secret(2), () -> Instant.EPOCH)) {
            assertThatThrownBy(() -> ledger.requireCharged(history(1))).isInstanceOf(LedgerException.class);
            charge(ledger, 1, 2, 3);
        }

        assertThat(LedgerBook.read(folder).steps()).isEqualTo(6);
    }

    /** As many steps as the plan allows, and not one more; then none in another run either. */
    @Test
    void endsWhereTheBudgetEnds() {
        long allowed = new PrivacyPlan(STEP.rate(), 1, DELTA).stepsFor(STEP.noise());
        int step = 0;
        try (PrivacyLedger ledger = open()) {
            while (ledger.charge("first", history(step), STEP, OptionalDouble.of(1), DELTA)) {
                step++;
            }
            assertThat((long) step).isEqualTo(allowed).isGreaterThan(3);
            assertThat(ledger.charge("first", history(0), STEP, OptionalDouble.of(1), DELTA))
                    .isTrue();
        }
        try (PrivacyLedger ledger = open()) {
            assertThat(ledger.charge("second", history(-1), STEP, OptionalDouble.of(1), DELTA))
                    .isFalse();
            assertThat(ledger.book().epsilon(DELTA)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void addsUpRunsWithDifferentNoise() {
        try (PrivacyLedger ledger = open()) {
            ledger.charge("first", history(1), STEP, NO_BUDGET, DELTA);
            ledger.charge("second", history(2), new SubsampledGaussian(0.1, 4), NO_BUDGET, DELTA);
        }

        LedgerBook book = LedgerBook.read(folder);
        assertThat(book.charges())
                .containsExactly(
                        new LedgerBook.Charge("first", STEP, 1),
                        new LedgerBook.Charge("second", new SubsampledGaussian(0.1, 4), 1));
        assertThat(book.epsilon(DELTA))
                .isCloseTo(
                        org.asyndgan.privacy.accountant.RenyiBudget.NONE
                                .plus(STEP, 1)
                                .plus(new SubsampledGaussian(0.1, 4), 1)
                                .epsilon(DELTA)
                                .value(),
                        within(1e-12));
    }

    private PrivacyLedger open() {
        return open(folder);
    }

    private static PrivacyLedger open(Path where) {
        return PrivacyLedger.open(where, "image", secret(1), () -> Instant.EPOCH);
    }

    private Path file() {
        return folder.resolve("ledger.log");
    }

    /** In place, so that it is the same file. */
    private void cutTo(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private static void charge(PrivacyLedger ledger, int... steps) {
        for (int step : steps) {
            assertThat(ledger.charge("run", history(step), STEP, NO_BUDGET, DELTA))
                    .isTrue();
        }
    }

    private static byte[] history(int step) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(step).array();
    }

    private static SecretCoins secret(int number) {
        return new SecretCoins(("0123456789abcdef" + number).getBytes(StandardCharsets.US_ASCII));
    }

    private void die(int steps) throws Exception {
        assertThat(run(List.of(), Dying.class, Integer.toString(steps))).isEqualTo(Dying.CODE);
    }

    /** Runs a class on the ledger's folder in a process of its own. @return its exit status */
    private int run(List<String> before, Class<?> what, String... more) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                what.getName(),
                folder.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** A process that wants the ledger. */
    static final class Opening {

        private static final int IN_USE = 3;

        private Opening() {}

        public static void main(String[] arguments) {
            try {
                open(Path.of(arguments[0])).close();
            } catch (LedgerException refused) {
                System.exit(refused.getMessage().contains("is in use by another process") ? IN_USE : 1);
            }
        }
    }

    /** A process that charges steps until nothing more fits, makes room and ends. */
    static final class Filling {

        private Filling() {}

        public static void main(String[] arguments) throws Exception {
            PrivacyLedger ledger = open(Path.of(arguments[0]));
            assertThatThrownBy(() -> {
                        for (int step = 1; step < 100; step++) {
                            charge(ledger, step);
                        }
                    })
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("cannot be read or written");
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("/usr/bin/prlimit", "--fsize=unlimited", "--pid", self)
                    .inheritIO()
                    .start()
                    .waitFor();
            ledger.close();
        }
    }

    /** A process that charges steps 1 … n and is gone. */
    static final class Dying {

        private static final int CODE = 9;

        private Dying() {}

        public static void main(String[] arguments) {
            PrivacyLedger ledger = open(Path.of(arguments[0]));
            for (int step = 1; step <= Integer.parseInt(arguments[1]); step++) {
                charge(ledger, step);
            }
            Runtime.getRuntime().halt(CODE);
        }
    }
}
