package org.asyndgan.command.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.asyndgan.command.Asyndgan;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.folding.FoldMode;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.site.mask.PairChoice;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.nn.loss.AdversarialLoss;
import org.asyndgan.segmentation.worker.SegmenterProperties;
import org.asyndgan.worker.setting.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void testFoldersKeepTheCommasOfTheirNames() throws IOException {
        Path data = folder.resolve("a,b");
        for (String site : List.of("mercy", "north")) {
            for (int pair = 0; pair < 5; pair++) {
                image(data.resolve(site).resolve("images/" + pair + ".png"), 100 + pair);
                image(data.resolve(site).resolve("labels/" + pair + ".png"), 255);
            }
        }
        RunSettings settings = settings(data);
        Arguments arguments = new Arguments(
                settings,
                LocalData.look(settings),
                new RunFolder(folder.resolve("runs/first")),
                "127.0.0.1:9092",
                "http://127.0.0.1:8081",
                false);

        assertThat(testFolders(arguments.segmenter()))
                .containsExactly(
                        data.resolve("mercy").toString(), data.resolve("north").toString());
    }

    /** What the trainer makes of its command line. */
    private static List<String> testFolders(List<String> commandLine) {
        var segment = Asyndgan.commandLine()
                .parseArgs(commandLine.toArray(String[]::new))
                .subcommand();
        Map<String, String> set = segment.matchedOptionValue("--set", Map.of());
        Map<String, Object> all = new HashMap<>(set);
        List<String> test = segment.matchedOptionValue("--test", List.of());
        if (!test.isEmpty()) {
            all.put("asyndgan.segmenter.test-folders", String.join(",", test));
        }
        return Settings.bind(all, SegmenterProperties.class).testFolders();
    }

    private static void image(Path file, int grey) throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(3, 3, 0, grey);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private RunSettings settings(Path data) {
        return new RunSettings(
                "first",
                folder.resolve("runs"),
                data,
                1,
                new RunSettings.Images(8, Fit.CROP, 0, 1, IntensityScaling.NONE, 1),
                new RunSettings.Training(
                        9,
                        FoldMode.ASYNC,
                        2,
                        4,
                        1,
                        4,
                        1,
                        AdversarialLoss.CROSS_ENTROPY,
                        0.001,
                        0,
                        0,
                        PairChoice.OWN,
                        RunSettings.Networks.USUAL,
                        /* discriminatorLearningRate= */ 0,
                        Until.STEPS),
                new RunSettings.Segmentation(3, 2, 4, 1, 0.001, 0.5, 0),
                false,
                List.of(),
                true,
                Map.of());
    }
}
