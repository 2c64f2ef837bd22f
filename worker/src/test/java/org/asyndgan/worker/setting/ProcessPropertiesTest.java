package org.asyndgan.worker.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessPropertiesTest {

    /** The command's own properties begin with org.asyndgan. */
    @ParameterizedTest
    @ValueSource(strings = {"home", "log", "terminal"})
    void areNotTheCommandsOwn(String name) {
        assertThatThrownBy(() -> Settings.bind(Map.of("asyndgan." + name, "x"), ProcessProperties.class))
                .isInstanceOf(SettingsException.class)
                .hasMessage("There is no setting asyndgan." + name
                        + ". Those under its prefix are await-start, exit-with-parent, threads. (ADG-504)");
    }

    @Test
    void lieBesideGroupsOfOthers() {
        assertThat(Settings.bind(Map.of("asyndgan.threads", "2", "asyndgan.site.name", "a"), ProcessProperties.class)
                        .threads())
                .isEqualTo(2);
    }
}
