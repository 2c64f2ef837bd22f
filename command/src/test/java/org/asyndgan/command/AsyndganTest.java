package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AsyndganTest {

    @Test
    void looksAtTheNamedCommandAlone() {
        CommandLine tree = Asyndgan.commandLine("demo", "--steps", "20");

        assertThat(tree.getSubcommands()).containsOnlyKeys("demo");
    }

    @Test
    void knowsACommandByItsOtherNameToo() {
        CommandLine tree = Asyndgan.commandLine("gate");

        assertThat(tree.getSubcommands()).containsOnlyKeys("registry-proxy", "gate");
    }

    @Test
    void tellsTheNamedCommandAsTheWholeTreeDoes() {
        for (String name : List.of("generator", "privacy")) {
            assertThat(usage(Asyndgan.commandLine(name), name))
                    .contains("Usage: asyndgan " + name)
                    .isEqualTo(usage(Asyndgan.commandLine(), name));
        }
    }

    @Test
    void looksAtAllWhereNoneIsNamed() {
        assertThat(Asyndgan.commandLine("--help").getSubcommands())
                .containsKeys("demo", "train", "version")
                .hasSameSizeAs(Asyndgan.commandLine().getSubcommands());
        assertThat(Asyndgan.commandLine("trian").getSubcommands()).containsKeys("demo", "train", "version");
    }

    private static String usage(CommandLine tree, String name) {
        return tree.getSubcommands().get(name).getUsageMessage();
    }
}
