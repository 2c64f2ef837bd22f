package org.asyndgan.generator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
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

    private static double siteCap(String sites, Map<String, Object> more) {
        Map<String, Object> all = new TreeMap<>(more);
        all.put("asyndgan.generator.sites", sites);
        return Settings.bind(all, GeneratorProperties.class)
                .settings()
                .folding()
                .siteCap();
    }
}
