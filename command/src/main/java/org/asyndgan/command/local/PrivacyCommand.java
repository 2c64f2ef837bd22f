package org.asyndgan.command.local;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.asyndgan.command.audit.LocalAudit;
import org.asyndgan.command.progress.LogFile;
import org.asyndgan.experiment.audit.AuditPage;
import org.asyndgan.experiment.audit.PrivacyAudit;
import org.asyndgan.privacy.accountant.AttackCeiling;
import org.asyndgan.privacy.accountant.PrivacyLoss;
import org.asyndgan.privacy.accountant.PrivacyPlan;
import org.asyndgan.privacy.accountant.SubsampledGaussian;
import org.asyndgan.privacy.ledger.LedgerBook;
import org.asyndgan.privacy.ledger.PrivacyLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code asyndgan privacy}: what differentially private training costs, and has cost. */
@Command(
        name = "privacy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "What differentially private training of a site's discriminator costs and has cost, and attacks on it.",
        subcommands = {PrivacyCommand.Plan.class, PrivacyCommand.Ledger.class, PrivacyCommand.Audit.class})
public final class PrivacyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code asyndgan privacy plan}. */
    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Prints the noise that a budget asks for, and how many steps it allows with other noise.",
                "Sigma is the noise's standard deviation over the clipping norm. A unit is what is protected: an image, or"
                        + " a patient with all images. RDP is what is enforced, PLD the tighter figure beside it."
                        + " Epsilon is by zero-out adjacency: a unit's contribution becomes nothing, the number of units"
                        + " is public. It is of one run; epsilons of runs on the same images add up."
            },
            footerHeading = "%nExample:%n",
            footer = "  ./asyndgan privacy plan --images 500 --patients 45 --batch 8 --steps 2000 --epsilon 3")
    static final class Plan implements Callable<Integer> {

        private static final double[] NOISES = {1, 2, 4, 8, 16, 32};

        @Spec
        private CommandSpec spec;

        @Option(names = "--images", required = true, paramLabel = "N", description = "Training images of the site.")
        private long images;

        @Option(names = "--patients", paramLabel = "P", description = "Patients whose images they are, if known.")
        private Long patients;

        @Option(
                names = "--most-images",
                paramLabel = "M",
                description = "Most images of one patient; if it is not given, the mean, rounded up.")
        private Integer mostImages;

        @Option(
                names = "--batch",
                required = true,
                paramLabel = "B",
                description = "Units drawn in a step, on the average.")
        private long batch;

        @Option(names = "--steps", required = true, paramLabel = "T", description = "Steps of the discriminator.")
        private long steps;

        @Option(names = "--epsilon", required = true, paramLabel = "E", description = "Budget.")
        private double epsilon;

        @Option(names = "--delta", paramLabel = "D", description = "Delta of the budget (${DEFAULT-VALUE}).")
        private double delta = 1e-5;

        @Override
        public Integer call() {
            require(images >= 1 && batch >= 1 && steps >= 1, "--images, --batch and --steps must be at least 1");
            require(patients == null || (patients >= 1 && patients <= images), "--patients must be from 1 to --images");
            require(
                    mostImages == null || (mostImages >= 1 && mostImages <= Math.min(images, 100)),
                    "--most-images must be from 1 to 100, and at most --images");
            require(epsilon > 0, "--epsilon must be above 0");
            require(delta >= 1e-9 && delta < 1, "--delta must be from 1e-9 to 1, well below 1 over the units");
            require(
                    batch <= (patients == null ? images : patients),
                    "--batch must be at most the number of units; a step cannot draw more than there are");
            PrintWriter out = spec.commandLine().getOut();
            print(out, "image", images);
            if (patients != null) {
                warn(out);
                out.println();
                print(out, "patient", patients);
            }
            AttackCeiling ceiling = AttackCeiling.of(epsilon, delta);
            out.println();
            out.printf(
                    Locale.ROOT,
                    "A Gaussian guarantee of epsilon %s at delta %s leaves the best attack on who took part an AUC of at most"
                            + " %.3f,%nand finds at most %.1f %% of the units with 1 %% false alarms.%n",
                    epsilon,
                    delta,
                    ceiling.auc(),
                    100 * ceiling.truePositives(0.01));
            out.flush();
            return 0;
        }

        private void require(boolean isMet, String otherwise) {
            if (!isMet) {
                throw new ParameterException(spec.commandLine(), otherwise + ".");
            }
        }

        private void print(PrintWriter out, String unit, long units) {
            double rate = (double) batch / units;
            PrivacyPlan plan = new PrivacyPlan(rate, epsilon, delta);
            out.printf(
                    Locale.ROOT,
                    "Unit %s: %d units, %d a step on the average (q = %.4g), delta %s%s%n",
                    unit,
                    units,
                    batch,
                    rate,
                    delta,
                    delta * units > 0.1 ? ", which is large for so few units: keep it well below " + 1.0 / units : "");
            out.printf(Locale.ROOT, "  %-8s %12s %14s %14s%n", "sigma", "steps", "epsilon (RDP)", "epsilon (PLD)");
            OptionalDouble noise = plan.noiseFor(steps);
            if (noise.isPresent()) {
                row(out, plan, noise.getAsDouble(), steps, "  the noise for your steps");
            } else {
                out.printf(Locale.ROOT, "  no noise keeps %d steps within epsilon %s%n", steps, epsilon);
            }
            for (double sigma : NOISES) {
                long allowed = plan.stepsFor(sigma);
                if (allowed == 0) {
                    out.printf(Locale.ROOT, "  %-8.2f %12d   not one step is within the budget%n", sigma, 0);
                } else {
                    row(out, plan, sigma, allowed, "");
                }
            }
        }

        /** What image-level privacy is worth to a patient. */
        private void warn(PrintWriter out) {
            int together = mostImages == null ? (int) Math.min(100, (images + patients - 1) / patients) : mostImages;
            double rate = (double) batch / images;
            new PrivacyPlan(rate, epsilon, delta).noiseFor(steps).ifPresent(noise -> {
                double group = PrivacyLoss.ofGroup(new SubsampledGaussian(rate, noise), steps, together)
                        .epsilon(delta);
                out.printf(
                        Locale.ROOT,
                        "  With that noise and images as units, all %d images of a patient together have %s%n",
                        together,
                        !Double.isFinite(group)
                                ? "an epsilon too large to be computed: count on no protection of a patient."
                                : String.format(Locale.ROOT, "epsilon %.1f (PLD).", group));
            });
        }

        private void row(PrintWriter out, PrivacyPlan plan, double noise, long allowed, String note) {
            double exact = PrivacyLoss.of(new SubsampledGaussian(plan.rate(), noise), allowed)
                    .epsilon(delta);
            out.printf(
                    Locale.ROOT,
                    "  %-8.2f %12d %14.3f %14.3f%s%n",
                    noise,
                    allowed,
                    plan.spent(noise, allowed),
                    exact,
                    note);
        }
    }

    /** {@code asyndgan privacy ledger}. */
    @Command(
            name = "ledger",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Prints what a site's ledger has been charged, run by run, and the epsilon of all together.",
            footerHeading = "%nExample:%n",
            footer = "  ./asyndgan privacy ledger /var/lib/asyndgan/ledger")
    static final class Ledger implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Folder of the ledger: the site's setting privacy-ledger.")
        private Path folder;

        @Option(names = "--delta", paramLabel = "D", description = "Delta of epsilon (${DEFAULT-VALUE}).")
        private double delta = 1e-5;

        @Option(
                names = "--adopt",
                description = "Takes a copy, or what was restored from a backup, for the ledger from now on. Only where"
                        + " the original is gone for good and this one is not older than the last run.")
        private boolean adopt;

        @Override
        public Integer call() {
            if (!(delta > 0 && delta < 1)) {
                throw new ParameterException(spec.commandLine(), "--delta must lie between 0 and 1.");
            }
            if (!LedgerBook.isIn(folder)) {
                throw new ParameterException(spec.commandLine(), "There is no ledger in " + folder + ".");
            }
            if (adopt) {
                PrivacyLedger.adopt(folder);
            }
            LedgerBook book = LedgerBook.read(folder);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("Ledger %s, by %s%n", folder, book.unit());
            out.printf("  %-24s %10s %12s %10s%n", "run", "sigma", "rate", "steps");
            book.charges()
                    .forEach(charge -> out.printf(
                            Locale.ROOT,
                            "  %-24s %10.2f %12.4g %10d%n",
                            charge.run(),
                            charge.step().noise(),
                            charge.step().rate(),
                            charge.steps()));
            if (book.unnamed() > 0) {
                out.printf(
                        "  %d of these steps were reserved and are not known to have been drawn: a run goes on, or ended"
                                + " without warning.%n",
                        book.unnamed());
            }
            out.printf(
                    Locale.ROOT,
                    "Epsilon %.3f at delta %s, zero-out adjacency (RDP), of all runs together.%n",
                    book.epsilon(delta),
                    delta);
            out.flush();
            return 0;
        }
    }

    /** {@code asyndgan privacy audit}. */
    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Attacks a run of demo or train: tells images that were trained on (members) from those that were held out,",
                "by its release, through a generator that asks about images of its choice, and by the discriminators.",
                "Writes audit.html and audit.json into the run's folder. That an attack fails proves nothing."
            },
            footerHeading = "%nExample:%n",
            footer = "  ./asyndgan privacy audit --run demo")
    static final class Audit implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Option(names = "--run", required = true, paramLabel = "NAME", description = "Name of the run.")
        private String run;

        @Option(names = "--runs", paramLabel = "DIR", description = "Folder of the run's folder (${DEFAULT-VALUE}).")
        private Path runs = Path.of("runs");

        @Option(
                names = "--over-kafka",
                description =
                        "Asks the sites over a broker, each a process as in a run, so that the curious generator reads"
                                + " what crosses the wire; without it they are asked in this process, which is faster.")
        private boolean overKafka;

        @Override
        public Integer call() {
            LogFile.anywhere();
            LocalAudit audit = LocalAudit.of(runs, run);
            List<PrivacyAudit.Findings> findings = audit.findings(overKafka, InstantSource.system());
            PrintWriter out = spec.commandLine().getOut();
            for (PrivacyAudit.Findings site : findings) {
                out.println(site.site());
                out.printf("  %-40s %-26s %-26s %s%n", "membership", "AUC", "TPR at 1 % FPR", "control's AUC");
                site.attacks()
                        .forEach(attack -> out.printf(
                                "  %-40s %-26s %-26s %s%n",
                                attack.name(),
                                AuditPage.words(attack.roc().auc()),
                                AuditPage.words(attack.roc().truePositives(0.01)),
                                AuditPage.words(attack.control().auc())));
                site.hits()
                        .forEach(hit -> out.printf(
                                Locale.ROOT,
                                "  %-40s %.1f %% right, %.1f %% by chance%n",
                                hit.name(),
                                100 * hit.share(),
                                100 * hit.chance()));
            }
            out.println("Read " + audit.write(findings));
            out.flush();
            return 0;
        }
    }
}
