package org.asyndgan.command.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.naming.NameUtils;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.discriminator.worker.SiteProperties;
import org.asyndgan.generator.worker.GeneratorProperties;
import org.asyndgan.segmentation.worker.SegmenterProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingFlagTest {

    @Test
    void setsItsSettingAndNoOther() {
        Map<String, Object> settings = settings(
                "site",
                "--name=mercy",
                "--label-values=0,128",
                "--label-values=255",
                "--loss=least_squares",
                "--threads=2",
                "--exit-with-parent=true");

        assertThat(settings)
                .isEqualTo(Map.of(
                        "asyndgan.site.name", "mercy",
                        "asyndgan.site.label-values", "0,128,255",
                        "asyndgan.site.loss", "LEAST_SQUARES",
                        "asyndgan.threads", "2",
                        "asyndgan.exit-with-parent", "true"));
    }

    @Test
    void networksAreChosenAtTheWorkersThatHaveThem() {
        assertThat(settings(
                        "generator",
                        "--decoder=nearest_mask",
                        "--noise=2",
                        "--site-code=3",
                        "--dropout=0",
                        "--norm-layer=batch"))
                .isEqualTo(Map.of(
                        "asyndgan.generator.decoder", "NEAREST_MASK",
                        "asyndgan.generator.noise", "2",
                        "asyndgan.generator.site-code", "3",
                        "asyndgan.generator.dropout", "0",
                        "asyndgan.generator.norm-layer", "BATCH"));
        assertThat(settings("site", "--discriminator=segmenting_patch", "--norm-layer=spectral"))
                .isEqualTo(Map.of(
                        "asyndgan.site.discriminator", "SEGMENTING_PATCH",
                        "asyndgan.site.norm-layer", "SPECTRAL"));
    }

    @Test
    void everyCommandTakesAHeap() {
        assertThat(Asyndgan.commandLine().getSubcommands().values())
                .allSatisfy(command -> assertThat(command.getCommandSpec().findOption("--heap"))
                        .as(command.getCommandName())
                        .isNotNull());
    }

    private static Map<String, Object> settings(String... arguments) {
        Map<String, Object> settings = new LinkedHashMap<>();
        SettingFlag.collect(Asyndgan.commandLine().parseArgs(arguments).subcommand(), settings);
        return settings;
    }

    static Stream<Arguments> workers() {
        return Stream.of(
                Arguments.of("generator", "asyndgan.generator.", GeneratorProperties.class),
                Arguments.of("site", "asyndgan.site.", SiteProperties.class),
                Arguments.of("segment", "asyndgan.segmenter.", SegmenterProperties.class));
    }

    @ParameterizedTest
    @MethodSource("workers")
    void setsWhatTheWorkerKnows(String command, String prefix, Class<? extends Record> properties) {
        assertThat(command(command).getCommandSpec().options().stream()
                        .map(OptionSpec::userObject)
                        .filter(SettingFlag.class::isInstance)
                        .map(flag -> ((SettingFlag) flag).setting())
                        .filter(setting -> setting.startsWith(prefix))
                        .toList())
                .isNotEmpty()
                .isSubsetOf(Stream.of(properties.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> prefix + NameUtils.hyphenate(name))
                        .toList());
    }

    private static CommandLine command(String name) {
        return Asyndgan.commandLine().getSubcommands().get(name);
    }
}
