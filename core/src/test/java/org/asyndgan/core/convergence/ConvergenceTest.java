package org.asyndgan.core.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.asyndgan.core.convergence.Convergence.State;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConvergenceTest {

    /** Contrast of the real images that the recorded runs learnt from. */
    private static final Map<String, Double> REAL_VESSELS = Map.of("fluorescent", 5.5, "fundus", 3.4, "stained", 2.1);

    /**
     * Previews of a real run: 600 steps on drawn vessels ({@code ./asyndgan samples}) with the demo's networks, far too few.
     */
    @Nested
    class OfARecordedRun {

        @Test
        void saysThatSixHundredStepsOnVesselsWereTooFew() throws IOException {
            Convergence atTheSites = Convergence.of(recorded("vessels"), REAL_VESSELS, true, 600);
            Convergence atTheCentre = Convergence.of(recorded("vessels"), Map.of(), true, 600);

            assertThat(atTheSites.state()).isEqualTo(State.NOT_DRAWN);
            assertThat(atTheSites.sentence())
                    .startsWith("The training stopped far too early: what the masks outline can hardly be seen in the"
                            + " images of site fluorescent (contrast 1.")
                    .endsWith("; its real images have 5.50).");
            assertThat(atTheSites.advice()).isEqualTo("Train longer: --steps=3000 instead of 600, or more.");
            assertThat(atTheCentre.isUnfinished()).isTrue();
        }

        @Test
        void saysOnTheWayThatNothingIsDrawnYet() throws IOException {
            List<Look> vessels = recorded("vessels");

            assertThat(Convergence.of(vessels.subList(0, 15), Map.of(), false, 600)
                            .state())
                    .isEqualTo(State.NOT_DRAWN);
            assertThat(Convergence.of(vessels.subList(0, 4), Map.of(), false, 600)
                            .state())
                    .isEqualTo(State.UNKNOWN);
        }
    }

    /** Whoever wants more has to say both: a run that looks for its own end would find it again. */
    @Test
    void advisesARunThatEndedByItselfToTakeAllItsSteps() {
        List<Look> growing = looks(20, step -> 2.0 + step * 0.1, 0.01);

        assertThat(Convergence.of(growing, Map.of(), true, 1000).advice())
                .isEqualTo("Train longer: --steps=2000 instead of 1000, or more.");
        assertThat(Convergence.ofConverged(growing, Map.of(), 1000).advice())
                .isEqualTo("Train longer: --steps=2000 --until=steps instead of 1000, or more.");
    }

    @Test
    void takesImagesThatStandStillForSettled() {
        Convergence settled = Convergence.of(looks(20, step -> 2.0 + step % 2 * 0.1, 0.01), Map.of(), true, 1000);

        assertThat(settled.state()).isEqualTo(State.SETTLED);
        assertThat(settled.sentence())
                .isEqualTo("The images had settled when the training ended: they changed from preview to preview by"
                        + " 1.0 %.");
        assertThat(settled.isUnfinished()).isFalse();
    }

    @Test
    void takesAContrastThatGrowsSteadilyForGettingBetter() {
        Convergence better = Convergence.of(looks(20, step -> 1.2 + 0.06 * step, 0.01), Map.of(), true, 1000);

        assertThat(better.state()).isEqualTo(State.GETTING_BETTER);
        // From 1.2 + 0.06 · 15 = 2.10 to 1.2 + 0.06 · 19 = 2.34: 11 %.
        assertThat(better.sentence())
                .isEqualTo("The training stopped while the images were still getting better: what the masks outline"
                        + " stands out 11 % more than at step 300.");
        assertThat(better.advice()).isEqualTo("Train longer: --steps=2000 instead of 1000, or more.");
    }

    @Test
    void wantsNoMoreContrastThanRealImagesHave() {
        List<Look> growing = looks(20, step -> 1.2 + 0.06 * step, 0.01);

        assertThat(Convergence.of(growing, Map.of("mercy", 2.4), true, 1000).state())
                .isEqualTo(State.SETTLED);
    }

    @Test
    void saysThatImagesStillChange() {
        assertThat(Convergence.of(looks(20, step -> 2.0 - step % 2, 0.08), Map.of(), false, 1000)
                        .sentence())
                .isEqualTo("The images still change, from preview to preview by 8.0 %.");
    }

    @Test
    void saysWhereMasksCannotBeSeen() {
        Convergence early = Convergence.of(looks(6, step -> 0.4, 0.08), Map.of(), false, 1000);

        assertThat(early.brief()).isEqualTo("masks not drawn yet");
        assertThat(early.sentence())
                .isEqualTo("The images are not there yet: what the masks outline cannot be seen in the images of site"
                        + " mercy (contrast 0.40; real images mostly have 1.5 and more).");
    }

    private static List<Look> looks(int count, java.util.function.IntToDoubleFunction contrast, double change) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            looks.add(new Look(
                    20L * i,
                    i == 0 ? OptionalDouble.empty() : OptionalDouble.of(change),
                    Map.of("mercy", contrast.applyAsDouble(i))));
        }
        return looks;
    }

    /** A line a look: step, change, and the contrast of every site. */
    private static List<Look> recorded(String run) throws IOException {
        List<Look> looks = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                ConvergenceTest.class.getResourceAsStream("recorded-" + run + ".txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                Map<String, Double> contrast = new TreeMap<>();
                for (int i = 2; i < words.length; i++) {
                    String[] site = words[i].split("=", -1);
                    contrast.put(site[0], Double.parseDouble(site[1]));
                }
                double change = Double.parseDouble(words[1]);
                looks.add(new Look(
                        Long.parseLong(words[0]),
                        Double.isNaN(change) ? OptionalDouble.empty() : OptionalDouble.of(change),
                        contrast));
            }
        }
        return looks;
    }
}
