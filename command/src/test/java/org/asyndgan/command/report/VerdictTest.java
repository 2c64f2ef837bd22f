package org.asyndgan.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.asyndgan.command.report.Reports.MERCY;
import static org.asyndgan.command.report.Reports.OTHER;
import static org.asyndgan.command.report.Reports.OURS;
import static org.asyndgan.command.report.Reports.POOLED;

import org.asyndgan.command.report.RunReport.Arm;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final String SETTLED =
            "The images had settled when the training ended: they changed from preview to preview by 1.0 %. ";

    @Test
    void comparesWithTheCeilingAndTheBestSite() {
        // 0.842 / 0.880 = 0.957
        assertThat(Verdict.of(Reports.of(OURS, POOLED, MERCY, OTHER)))
                .isEqualTo(SETTLED
                        + "A U-Net that saw synthetic images alone reaches Dice 0.842 on real images it never saw:"
                        + " 96 % of what all sites’ real images together would give (0.880), and more than any site"
                        + " reaches alone (best: mercy, 0.811).");
    }

    @Test
    void saysSoWhenASiteDoesBetterAlone() {
        Arm weak = new Arm("asyndgan", 96, 0.7, 0.7, 0.9, 20);

        assertThat(Verdict.of(Reports.of(weak, POOLED, MERCY, OTHER)))
                .endsWith(", but not more than the best site reaches alone (mercy, 0.811).");
    }

    @Test
    void makesDoWithoutBaselines() {
        assertThat(Verdict.of(Reports.of(OURS)))
                .isEqualTo(SETTLED
                        + "A U-Net that saw synthetic images alone reaches Dice 0.842 on real images it never saw.");
    }

    @Test
    void saysFirstThatTheTrainingWasFarTooShort() {
        assertThat(Verdict.of(Reports.unfinished(OURS)))
                .isEqualTo("The training stopped far too early: what the masks outline cannot be seen in the images of"
                        + " site mercy (contrast 0.40; real images mostly have 1.5 and more). Train longer: --steps=2000"
                        + " instead of 400, or more. A U-Net that saw synthetic images alone reaches Dice 0.842 on real"
                        + " images it never saw.");
    }
}
