package org.asyndgan.discriminator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.asyndgan.core.protocol.SharedMask;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.schemas.Dtype;
import org.asyndgan.transport.codec.RunCodec;
import org.asyndgan.worker.WorkerException;
import org.asyndgan.worker.setting.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {

    private static final Path SAMPLES = Path.of("../samples/nuclei/fluor_256");

    @TempDir
    Path folder;

    @Test
    void saysWhatIsSentBesideWhatIsUsual() {
        String summary = run(Map.of(
                "asyndgan.site.send-real-scores",
                true,
                "asyndgan.site.judge-every",
                25,
                "asyndgan.site.real-pairs",
                "named-by-generator"));

        assertThat(summary)
                .contains(", of how many patients is not known, because manifest.csv does not name one for each.")
                .contains("It also sends how it judges its real images and how long it computed (send-real-scores), and"
                        + " every 25 answers a distance between synthetic and real images (judge-every).")
                .contains("Neither its images nor its masks are protected by differential privacy (privacy=none)")
                .contains("The generator chooses which of its images a step learns from (real-pairs).");
    }

    @Test
    void repeatsTheIdsAndBeginsNoRun() throws IOException {
        run(Map.of());
        List<String> first = files("leaves/masks");
        Files.move(folder.resolve("leaves"), folder.resolve("first"));
        run(Map.of());

        assertThat(files("leaves/masks")).isEqualTo(first);
        assertThat(files("state")).containsExactly("mask-secret");
    }

    @Test
    void refusesAFolderThatHoldsSomething() throws IOException {
        Path there = Files.createDirectories(folder.resolve("leaves"));
        Files.writeString(there.resolve("older.png"), "");

        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(WorkerException.class)
                .hasMessage(
                        "Folder " + there + " of the dry run is not empty, and what lies there would be taken for what"
                                + " the site publishes. Name another with --dry-run, or empty it. (ADG-424)");
    }

    @Test
    void saysThatAMaskCannotBeWritten() throws IOException {
        DryRun dryRun =
                new DryRun(folder.resolve("leaves"), "nuclei", new RunCodec("nuclei", Dtype.UINT8, Dtype.FLOAT16));
        Files.writeString(folder.resolve("leaves/masks"), "in the way");

        assertThatThrownBy(() -> dryRun.share(
                        List.of(new SharedMask(new SiteId("mercy"), "1", LabelMap.of(1, 1, 2, new byte[1])))))
                .isInstanceOf(WorkerException.class)
                .hasMessageStartingWith("Folder " + folder.resolve("leaves") + " of the dry run cannot be written: ")
                .hasMessageEndingWith(". Name another with --dry-run. (ADG-424)");
    }

    @Test
    void needsABudgetToBeMeant() {
        assertThatThrownBy(() -> run(Map.of("asyndgan.site.privacy-epsilon", 3)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("asyndgan.site.privacy is none");
    }

    @Test
    void needsTheNameOfTheRun() {
        assertThatThrownBy(() -> run(Map.of("asyndgan.link.run", "")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("asyndgan.link.run");
    }

    private String run(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "asyndgan.link.run",
                "nuclei",
                "asyndgan.site.name",
                "mercy",
                "asyndgan.site.data",
                SAMPLES.toString(),
                "asyndgan.site.state",
                folder.resolve("state").toString(),
                "asyndgan.site.image-size",
                32,
                "asyndgan.site.channels",
                1,
                "asyndgan.site.width",
                4,
                "asyndgan.site.layers",
                2));
        settings.putAll(more);
        return DiscriminatorWorker.dryRun(settings, folder.resolve("leaves"));
    }

    private List<String> files(String under) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(under))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
