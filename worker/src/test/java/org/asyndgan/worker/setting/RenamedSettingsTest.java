package org.asyndgan.worker.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.annotation.Nullable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A setting under an old name must not be one that silently does nothing. */
class RenamedSettingsTest {

    private static final String REFUSAL = "Setting asyndgan.painter.normalization is called"
            + " asyndgan.painter.norm-layer now; set that instead. (ADG-505)";

    @Test
    void areRefusedUnderTheirOldNames() {
        assertThatThrownBy(() -> bound(PropertySource.of(Map.of("asyndgan.painter.normalization", "batch"))))
                .isInstanceOf(SettingsException.class)
                .hasMessage(REFUSAL);
    }

    @Test
    void areRefusedInTheEnvironmentToo() {
        assertThatThrownBy(() -> bound(new MapPropertySource("env", Map.of("ASYNDGAN_PAINTER_NORMALIZATION", "batch")) {
                    @Override
                    public PropertyConvention getConvention() {
                        return PropertyConvention.ENVIRONMENT_VARIABLE;
                    }
                }))
                .isInstanceOf(SettingsException.class)
                .hasMessage(REFUSAL);
    }

    @Test
    void areReadUnderTheirPresentNames() {
        PainterProperties properties = bound(PropertySource.of(Map.of("asyndgan.painter.norm-layer", "batch")));

        assertThat(properties.normLayer()).isEqualTo("batch");
    }

    private static PainterProperties bound(PropertySource source) {
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .propertySources(source)
                .start()) {
            return new Settings(context).bind(PainterProperties.class);
        }
    }

    @ConfigurationProperties("asyndgan.painter")
    record PainterProperties(@Nullable String normLayer) {}
}
