package org.asyndgan.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogFileTest {

    @Test
    void theConfigurationOfAChildIsFoundAndKnowsItsFile() throws IOException {
        assertThat(configuration(LogFile.ofChild().get(0))).contains("<configuration");

        var inForeground = LogFile.ofChild(Path.of("runs", "first", "logs", "replay.log"));
        String[] file = inForeground.get(1).substring("-D".length()).split("=", 2);
        assertThat(configuration(inForeground.get(0))).contains("<file>${" + file[0] + ":-");
        assertThat(file[1])
                .isEqualTo(Path.of("runs", "first", "logs", "replay.log").toString());
    }

    private static String configuration(String argument) throws IOException {
        String resource = argument.substring("-Dlogback.configurationFile=".length());
        try (InputStream in = LogFileTest.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
