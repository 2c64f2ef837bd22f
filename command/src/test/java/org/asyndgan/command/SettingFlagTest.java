package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.naming.NameUtils;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
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
        Map<String, Object> settings = new LinkedHashMap<>();

        SettingFlag.collect(
                Asyndgan.commandLine()
                        .parseArgs(
                                "site",
                                "--name=mercy",
                                "--label-values=0,128",
                                "--label-values=255",
                                "--loss=least_squares",
                                "--threads=2",
                                "--exit-with-parent=true")
                        .subcommand(),
                settings);

        assertThat(settings)
                .isEqualTo(Map.of(
                        "asyndgan.site.name", "mercy",
                        "asyndgan.site.label-values", "0,128,255",
                        "asyndgan.site.loss", "LEAST_SQUARES",
                        "asyndgan.threads", "2",
                        "asyndgan.exit-with-parent", "true"));
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
