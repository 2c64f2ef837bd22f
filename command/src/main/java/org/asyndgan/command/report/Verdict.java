package org.asyndgan.command.report;

import java.util.Optional;
import org.asyndgan.command.report.RunReport.Arm;
import org.asyndgan.core.convergence.Convergence;

/** The result of a run in two or three sentences, whatever it is. */
public final class Verdict {

    private Verdict() {}

    /** Whether the training was long enough, then what the synthetic images turned out to be worth, measured by Dice. */
    public static String of(RunReport report) {
        Convergence convergence = report.training().convergence();
        return convergence.sentence() + " "
                + (convergence.isUnfinished() ? convergence.advice() + " " : "")
                + worth(report);
    }

    private static String worth(RunReport report) {
        Optional<Arm> ours = report.arm(RunReport.ASYNDGAN);
        if (ours.isEmpty()) {
            return "The run has no score.";
        }
        double dice = ours.get().dice();
        return "A U-Net that saw synthetic images alone reaches Dice " + ReportPage.decimal(dice, 3)
                + " on real images it never saw" + againstAll(report, dice) + againstBest(report, dice) + ".";
    }

    private static String againstAll(RunReport report, double dice) {
        return report.arm(RunReport.REAL_ALL)
                .filter(all -> all.dice() > 0)
                .map(all -> ": " + ReportPage.percent(dice / all.dice())
                        + " of what all sites’ real images together would give (" + ReportPage.decimal(all.dice(), 3)
                        + ")")
                .orElse("");
    }

    private static String againstBest(RunReport report, double dice) {
        return report.bestSingleSite()
                .map(best -> {
                    String site = best.name().substring(RunReport.REAL.length());
                    String number = ReportPage.decimal(best.dice(), 3);
                    return dice > best.dice()
                            ? ", and more than any site reaches alone (best: " + site + ", " + number + ")"
                            : ", but not more than the best site reaches alone (" + site + ", " + number + ")";
                })
                .orElse("");
    }
}
