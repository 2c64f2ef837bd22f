package org.asyndgan.experiment.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.asyndgan.experiment.ExperimentObserver;
import org.asyndgan.nn.backend.Engine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GaussiansTest {

    @Test
    void measureHowFarSamplesAreFromTheMixture() {
        Mixture standard = new Mixture(List.of(new Mixture.Normal(0, 1)));

        // E|Y| = √(2/π) of a standard normal Y; moving all mass by 5 costs 5 more or less exactly
        assertThat(standard.wasserstein(new double[] {0})).isCloseTo(Math.sqrt(2 / Math.PI), within(1e-4));
        assertThat(standard.wasserstein(new double[] {5})).isCloseTo(5, within(1e-4));
    }

    @BeforeAll
    static void computeOnOneThread() {
        Engine.useThreads(1);
    }

    @Test
    void learnTheMixtureThroughThreeDiscriminators() {
        GaussianResults results = new Gaussians(new GaussianSettings(200, 1), new Silent()).run();

        assertThat(results.arms())
                .extracting(GaussianResults.Arm::name)
                .containsExactly("Syn-All", "Syn-Subset-1", "Syn-Subset-2", "Syn-Subset-3", "AsynDGAN");
        // A tenth of the command's default steps is enough to beat every site alone.
        assertThat(results.againstBestSubset()).isGreaterThan(2);
        assertThat(results.html()).contains("AsynDGAN: Wasserstein-1 distance", "</html>");
    }

    private record Silent() implements ExperimentObserver {

        @Override
        public void began(String what, String left) {
            // nobody looks
        }

        @Override
        public void progressed(long done, long total, String details) {
            // nobody looks
        }

        @Override
        public void found(String what) {
            // nobody looks
        }
    }
}
