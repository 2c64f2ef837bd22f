package org.asyndgan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.command.run.ManagedWorkers;
import org.asyndgan.core.checkpoint.FolderTree;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.generator.Arrival;
import org.asyndgan.core.generator.RunAudit;
import org.asyndgan.core.protocol.RunEvent;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.localstack.LocalStack;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.ledger.LedgerBook;
import org.asyndgan.transport.link.AuditLink;
import org.asyndgan.transport.link.EventInbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Sites under differential privacy as processes, over a real broker: they die, find older states and ledgers, and spend all
 * that they may.
 *
 * <p>In sync mode every step waits for every site, so that each answers as many batches as there are steps.
 */
class PrivateSiteIT {

    private static final String EAST = "site-east";
    private static final String WEST = "site-west";
    private static final SiteId EAST_ID = new SiteId("east");
    private static final List<SiteId> SITES = List.of(EAST_ID, new SiteId("west"));
    private static final double DELTA = 1e-5;
    private static final double NOISE = 2;

    /** Far more than the runs spend. */
    private static final double PLENTY = 1000;

    /** A D that takes its time, so that a run is met in its middle. */
    private static final Map<String, String> LARGE = Map.of("asyndgan.site.width", "32", "asyndgan.site.layers", "3");

    private static final int MOST_KILLS = 10;

    private static final Pattern STARTED = Pattern.compile("Started site=east position=\\d+ replayed=(\\d+)");

    @TempDir
    static Path shared;

    private static LocalStack stack;

    @TempDir
    Path root;

    private ManagedWorkers workers;
    private RunFolder folder;

    @BeforeAll
    static void openStack() {
        stack = LocalStack.open(shared.resolve("stack"));
    }

    @AfterEach
    void endWorkers() {
        if (workers != null) {
            workers.close();
        }
    }

    @AfterAll
    static void closeStack() {
        stack.close();
    }

    /**
     * East draws 2 of 8 images a step and west 2 of 16, so that a step costs east more and the same budget ends sooner.
     */
    @Test
    void aSiteWhoseBudgetIsSpentLeavesWithAReasonAndTheOthersGoOn() {
        long steps = 30;
        double epsilon = new PrivacyPlan(0.25, PLENTY, DELTA).spent(NOISE, 12);
        long ofEast = new PrivacyPlan(0.25, epsilon, DELTA).stepsFor(NOISE);
        assertThat(ofEast).isBetween(12L, steps / 2);
        assertThat(new PrivacyPlan(0.125, epsilon, DELTA).stepsFor(NOISE)).isGreaterThan(steps);

        RunSettings settings = settings("spent", steps, epsilon, Map.of());
        try (Attendance attendance = begin(settings)) {
            attendance.until("end", workers::isDone);

            RunAudit audit = audit();
            assertThat(audit.finished()).isTrue();
            assertThat(audit.steps()).isEqualTo(steps);
            assertThat(audit.lost()).isZero();
            assertThat(answersOfEast()).isEqualTo(ofEast);
            assertThat(retired()).singleElement().satisfies(event -> {
                assertThat(event.source()).isEqualTo("site/east");
                assertThat(event.texts().get("reason"))
                        .startsWith("the privacy budget of its images is spent: epsilon ")
                        .endsWith("(ADG-425)");
                assertThat(event.values().get("answers")).isEqualTo((double) ofEast);
            });
            LedgerBook book = LedgerBook.read(ledger());
            assertThat(book.steps()).isEqualTo(ofEast);
            assertThat(book.unnamed()).isZero();
            assertThat(book.epsilon(DELTA)).isCloseTo(epsilon, within(1e-9));
            assertThat(printed())
                    .contains("Ledger " + ledger() + ", by image")
                    .containsPattern("spent +2\\.00 +0\\.25\\d* +" + ofEast + "\n")
                    .contains(String.format("Epsilon %.3f at delta 1.0E-5", epsilon));

            workers.start(EAST);
            attendance.until("leave", () -> !workers.isAlive(EAST));
            assertThat(workers.stop(EAST)).isZero();
            assertThat(LedgerBook.read(ledger()).steps()).isEqualTo(ofEast);
        }
    }

    /** Killed until one kill has come between the charge of a step and its answer. */
    @Test
    void aSiteKilledBetweenChargeAndAnswerRepeatsTheStepAndPaysForItOnce() {
        long steps = 20;
        RunSettings settings = settings("killed", steps, PLENTY, LARGE);
        try (Attendance attendance = begin(settings)) {
            attendance.until("3 steps", () -> drawn() >= 3);
            boolean isHit = false;
            for (int kill = 1; kill <= MOST_KILLS && !isHit; kill++) {
                long before = drawn();
                await(() -> drawn() > before);
                workers.kill(EAST);
                long charged = drawn();
                int starts = kill + 1;
                deleteSnapshots();
                workers.start(EAST);
                attendance.until("recovery", () -> attendance.count(EAST, "Started site=") == starts);
                // Without a snapshot it repeats all that it has answered.
                isHit = replayed(attendance) == charged - 1;
            }
            assertThat(isHit).as("a kill between charge and answer").isTrue();
            attendance.until("end", workers::isDone);

            requireSound(steps);
            LedgerBook book = LedgerBook.read(ledger());
            // Each answer is charged once. What kills left of their blocks of 16 stays charged: nobody knows.
            assertThat(answersOfEast()).isEqualTo(steps);
            assertThat(book.steps() - book.unnamed()).isEqualTo(steps);
            assertThat(book.unnamed()).isPositive();
            assertThat(printed()).contains("reserved and are not known to have been drawn");
            requireReplayToTheBit(attendance);
            assertThat(LedgerBook.read(ledger()).steps()).isEqualTo(book.steps());
        }
    }

    @Test
    void anOlderStateIsRepeatedForFreeAndAnOlderLedgerIsRefused() throws IOException {
        long steps = 26;
        RunSettings settings = settings("restored", steps, PLENTY, LARGE);
        try (Attendance attendance = begin(settings)) {
            attendance.until("6 steps", () -> drawn() >= 6);
            // No step is made without a site that was killed.
            workers.kill(EAST);
            copy(state(), root.resolve("older"));
            byte[] olderLedger = Files.readAllBytes(ledgerFile());
            workers.start(EAST);
            // More than the 16 that the older ledger has reserved: those it counts as drawn.
            attendance.until("18 steps", () -> drawn() >= 18);
            workers.kill(WEST);
            stop(attendance);
            byte[] ledger = Files.readAllBytes(ledgerFile());

            // The snapshot is of the last answer, so that there is nothing to repeat.
            Files.write(ledgerFile(), olderLedger);
            requireRefusal(attendance, "(ADG-421)");
            // As a backup program does it: a file of its own under the old name.
            Path kept = Files.move(ledgerFile(), ledgerFile().resolveSibling("kept"));
            Files.write(ledgerFile(), ledger);
            requireRefusal(attendance, "(ADG-422)");
            Files.delete(ledgerFile());
            Files.move(kept, ledgerFile());
            Files.write(ledgerFile(), ledger);

            delete(state());
            copy(root.resolve("older"), state());
            int starts = attendance.count(EAST, "Started site=");
            workers.start(EAST);
            // A site that has left is not waited for: west alone would make the steps that are left.
            lookUntil(attendance, () -> attendance.count(EAST, "Started site=") == starts + 1);
            workers.start(WEST);
            attendance.until("end", workers::isDone);

            requireSound(steps);
            assertThat(answersOfEast()).isGreaterThan(18).isEqualTo(drawn());
            requireReplayToTheBit(attendance);
        }
    }

    /** What is computed from the older state on is another history, and each of its steps is charged. */
    @Test
    void anOlderStateWhoseBatchesAreGoneIsChargedAnew() throws Exception {
        long steps = 24;
        Map<String, String> more = new TreeMap<>(LARGE);
        more.put("asyndgan.site.snapshot-every", "4");
        RunSettings settings = settings("forked", steps, PLENTY, more);
        try (Attendance attendance = begin(settings)) {
            attendance.until("6 steps", () -> drawn() >= 6);
            workers.kill(EAST);
            copy(state(), root.resolve("older"));
            workers.start(EAST);
            attendance.until("14 steps", () -> drawn() >= 14);
            workers.kill(EAST);
            deleteBatchesOfEast();
            delete(state());
            copy(root.resolve("older"), state());
            workers.start(EAST);
            attendance.until("end", workers::isDone);

            requireSound(steps);
            assertThat(attendance.count(EAST, "Lost site=east")).isEqualTo(1);
            assertThat(answersOfEast()).isEqualTo(steps);
            // A step that was charged and not answered before the second kill is another one now.
            assertThat(drawn()).isBetween(steps, steps + 1);
        }
    }

    private RunSettings settings(String name, long steps, double epsilon, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                RunSettings.PRIVACY,
                "dp",
                "asyndgan.site.privacy-batch",
                "2",
                "asyndgan.site.privacy-noise",
                String.valueOf(NOISE),
                "asyndgan.site.privacy-epsilon",
                String.valueOf(epsilon),
                "asyndgan.site.privacy-delta",
                String.valueOf(DELTA)));
        properties.putAll(more);
        return new TinyRun(root, 5).settings(name, FoldMode.SYNC, steps, properties);
    }

    private Attendance begin(RunSettings settings) {
        folder = RunFolder.create(settings.runs(), settings.name());
        settings.keepIn(folder);
        workers = new ManagedWorkers(stack, settings, folder, TinyRun.JAVA);
        workers.startAll();
        return new Attendance(workers, folder);
    }

    private Path state() {
        return folder.path().resolve("sites").resolve("east");
    }

    private Path ledger() {
        return folder.path().resolveSibling("ledgers").resolve("images-east");
    }

    private Path ledgerFile() {
        return ledger().resolve("ledger.log");
    }

    /** Steps that the ledger says were drawn. */
    private long drawn() {
        if (!LedgerBook.isIn(ledger())) {
            return 0;
        }
        LedgerBook book = LedgerBook.read(ledger());
        return book.steps() - book.unnamed();
    }

    /** What {@code asyndgan privacy ledger} prints. */
    private String printed() {
        StringWriter out = new StringWriter();
        CommandLine command = Asyndgan.commandLine().setOut(new PrintWriter(out, true));
        assertThat(command.execute("privacy", "ledger", ledger().toString())).isZero();
        return out.toString();
    }

    /** Without the pause of whoever waits for events, which is longer than a step. */
    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            workers.requireHealthy();
            LockSupport.parkNanos(500_000);
        }
    }

    private static long replayed(Attendance attendance) {
        Matcher starts = STARTED.matcher(attendance.log(EAST));
        long last = -1;
        while (starts.find()) {
            last = Long.parseLong(starts.group(1));
        }
        return last;
    }

    private RunAudit audit() {
        try (AuditLink log = new AuditLink(workers.link(), SITES)) {
            return RunAudit.of(log);
        }
    }

    private void requireSound(long steps) {
        RunAudit audit = audit();
        assertThat(audit.finished()).isTrue();
        assertThat(audit.steps()).isEqualTo(steps);
        assertThat(audit.lost()).isZero();
        assertThat(audit.foldedTwice()).isZero();
    }

    private long answersOfEast() {
        Map<SiteId, Long> positions = new TreeMap<>();
        List<Arrival> answers = new ArrayList<>();
        try (AuditLink log = new AuditLink(workers.link(), SITES)) {
            log.replay(0, record -> positions.putAll(record.positions()));
            log.answers(EAST_ID, positions.get(EAST_ID), answers::add);
        }
        return answers.stream().filter(Arrival.Answer.class::isInstance).count();
    }

    private List<RunEvent> retired() {
        List<RunEvent> retired = new ArrayList<>();
        try (EventInbox events = workers.events()) {
            await(() -> {
                events.poll().stream()
                        .filter(event -> event.type().equals("retired"))
                        .forEach(retired::add);
                return !retired.isEmpty();
            });
        }
        return retired;
    }

    /** Without its snapshots the site computes all its answers again, and none of that is charged. */
    private void requireReplayToTheBit(Attendance attendance) {
        List<String> names = Attendance.snapshots(state());
        byte[] last = bytes(state().resolve(names.get(names.size() - 1)));
        deleteSnapshots();
        workers.start(EAST);
        attendance.until("replay", () -> !workers.isAlive(EAST));
        assertThat(workers.stop(EAST)).isZero();

        assertThat(replayed(attendance)).isEqualTo(answersOfEast());
        assertThat(bytes(state().resolve(names.get(names.size() - 1)))).isEqualTo(last);
    }

    /** Has the site leave in good order before the run is over. */
    private void stop(Attendance attendance) {
        int stops = attendance.count(EAST, "Stopped site=east");
        workers.stop(EAST);
        assertThat(attendance.count(EAST, "Stopped site=east"))
                .as(attendance.log(EAST))
                .isEqualTo(stops + 1);
    }

    private void deleteSnapshots() {
        Attendance.snapshots(state()).forEach(name -> delete(state().resolve(name)));
    }

    private void requireRefusal(Attendance attendance, String code) {
        workers.start(EAST);
        lookUntil(attendance, () -> !workers.isAlive(EAST));
        assertThat(workers.stop(EAST)).isEqualTo(1);
        String log = attendance.log(EAST).strip();
        assertThat(log.substring(log.lastIndexOf('\n') + 1)).endsWith(code);
    }

    /** While others are dead on purpose. */
    private static void lookUntil(Attendance attendance, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(attendance.log(EAST)).isLessThan(deadline);
            attendance.look();
        }
    }

    /** As retention does it, up to a snapshot that is younger than the older state. */
    private void deleteBatchesOfEast() throws Exception {
        List<String> names = Attendance.snapshots(state());
        String newest = names.get(names.size() - 1);
        long answered = Long.parseLong(newest.substring(0, newest.indexOf('.')));
        TopicPartition batches =
                new TopicPartition(workers.link().topics().synthetic(EAST_ID).name(), 0);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", workers.link().broker().bootstrapServers()))) {
            admin.deleteRecords(Map.of(batches, RecordsToDelete.beforeOffset(answered)))
                    .all()
                    .get();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) {
        try {
            FolderTree.remove(folder);
        } catch (IOException busy) {
            throw new UncheckedIOException(busy);
        }
    }
}
