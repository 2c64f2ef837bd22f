package org.asyndgan.command.centre;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.generator.worker.GeneratorProperties;
import org.asyndgan.worker.setting.Settings;
import org.junit.jupiter.api.Test;

class ProvisionCommandTest {

    /** A kit with another size than the generator's would be one that its site cannot start with. */
    @Test
    void imagesAreThoseOfAGeneratorThatIsToldNothingElse() {
        var generator = Settings.bind(Map.of("asyndgan.generator.sites", "a,b"), GeneratorProperties.class);

        assertThat(usual("--image-size")).isEqualTo(generator.imageSize());
        assertThat(usual("--channels")).isEqualTo(generator.channels());
        assertThat(usual("--batch-size")).isEqualTo(generator.batchSize());
    }

    private static Object usual(String option) {
        return Asyndgan.commandLine()
                .getSubcommands()
                .get("provision")
                .getCommandSpec()
                .findOption(option)
                .initialValue();
    }
}
