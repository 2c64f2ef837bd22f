package org.asyndgan.generator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.generator.GeneratorSettings;
import org.asyndgan.worker.setting.Settings;
import org.junit.jupiter.api.Test;

class GeneratorPropertiesTest {

    /** min(2, (n - 1) / 2), and never below 1. */
    @Test
    void theCapInAsyncModeFollowsFromTheNumberOfSites() {
        assertThat(siteCap("a,b", Map.of())).isEqualTo(1);
        assertThat(siteCap("a,b,c", Map.of())).isEqualTo(1);
        assertThat(siteCap("a,b,c,d", Map.of())).isEqualTo(1.5);
        assertThat(siteCap("a,b,c,d,e", Map.of())).isEqualTo(2);
        assertThat(siteCap("a,b,c,d,e,f,g,h", Map.of())).isEqualTo(2);
    }

    @Test
    void syncModeHasNoCap() {
        assertThat(siteCap("a,b,c", Map.of("asyndgan.generator.mode", "sync"))).isZero();
    }

    @Test
    void aCapThatIsSetIsTaken() {
        assertThat(siteCap("a,b,c", Map.of("asyndgan.generator.site-cap", "3"))).isEqualTo(3);
        assertThat(siteCap("a,b,c", Map.of("asyndgan.generator.site-cap", "0"))).isZero();
    }

    @Test
    void aRunUntilItHasConvergedNeedsPreviewsOneReleaseAndARateThatFalls() {
        assertThat(untilConverged(Map.of("asyndgan.generator.preview-every", "20"))
                        .schedule()
                        .until())
                .isEqualTo(Until.CONVERGED);
        assertThatThrownBy(() -> untilConverged(Map.of()))
                .hasMessageContaining("preview-every 0 draws none; set preview-every to a hundredth of steps");
        assertThatThrownBy(() -> untilConverged(
                        Map.of("asyndgan.generator.preview-every", "20", "asyndgan.generator.release-every", "500")))
                .hasMessageContaining("set release-every to 0, or until to steps");
        assertThatThrownBy(() -> untilConverged(
                        Map.of("asyndgan.generator.preview-every", "20", "asyndgan.generator.decay-from", "0")))
                .hasMessageContaining("set decay-from above 0");
    }

    private static GeneratorSettings untilConverged(Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(more);
        all.put("asyndgan.generator.sites", "a,b");
        all.put("asyndgan.generator.until", "converged");
        return Settings.bind(all, GeneratorProperties.class).settings();
    }

    private static double siteCap(String sites, Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(more);
        all.put("asyndgan.generator.sites", sites);
        return Settings.bind(all, GeneratorProperties.class)
                .settings()
                .folding()
                .siteCap();
    }
}
