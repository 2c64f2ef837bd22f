package org.asyndgan.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArmTest {

    private static final List<String> SITES = List.of("cs", "du");

    @Test
    void standInTheOrderOfTheTable() {
        assertThat(Arm.all(SITES))
                .extracting(Arm::name)
                .containsExactly(
                        "real-all",
                        "real-cs",
                        "real-du",
                        "syn-all",
                        "asyndgan",
                        "asyndgan-best",
                        "fedavg-gan",
                        "asyndgan+real-cs",
                        "asyndgan+real-du");
    }

    @Test
    void areFoundByNameAndByTheNameOfMany() {
        assertThat(Arm.named(List.of("asyndgan+real-sites", "asyndgan", "real-sites"), SITES))
                .extracting(Arm::name)
                .containsExactly("real-cs", "real-du", "asyndgan", "asyndgan+real-cs", "asyndgan+real-du");
        assertThat(Arm.named(List.of("all"), SITES))
                .extracting(Arm::name)
                .containsExactlyElementsOf(Arm.all(SITES).stream()
                        .map(Arm::name)
                        .filter(name -> !name.equals("asyndgan-best"))
                        .toList());
    }

    @Test
    void areRefusedByAnUnknownName() {
        assertThatThrownBy(() -> Arm.named(List.of("real-xx"), SITES))
                .isInstanceOf(ExperimentException.class)
                .hasMessage(
                        "There is no arm real-xx. The arms of these sites are real-all, real-cs, real-du, syn-all,"
                                + " asyndgan, asyndgan-best, fedavg-gan, asyndgan+real-cs, asyndgan+real-du; real-sites and"
                                + " asyndgan+real-sites stand for those of every site, all for all but asyndgan-best. (ADG-621)");
    }
}
