package org.asyndgan.segmentation.worker;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.metric.SegmentationScore;
import org.asyndgan.worker.WorkerException;

/** The file {@code score.json}: what the network was trained on and how well it does. */
final class ScoreFile {

    private static final String NAME = "score.json";

    private final Path folder;

    ScoreFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param provenance how the network came to be, by name
     * @throws WorkerException if it cannot be written
     */
    void write(Map<String, Object> provenance, SegmentationScore overall, Map<String, SegmentationScore> bySite) {
        Map<String, Object> content = new LinkedHashMap<>(provenance);
        content.putAll(valuesOf(overall));
        List<Map<String, Object>> sites = new ArrayList<>();
        bySite.forEach((site, score) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", site);
            one.putAll(valuesOf(score));
            sites.add(one);
        });
        content.put("sites", sites);
        Path target = folder.resolve(NAME);
        Path fresh = folder.resolve(NAME + ".new");
        try {
            Files.writeString(
                    fresh, new String(JsonMapper.createDefault().writeValueAsBytes(content), StandardCharsets.UTF_8));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WorkerException(
                    "The scores cannot be written to " + target + " (" + e
                            + "). Free space or fix the folder's permissions, and start the trainer again. (ADG-602)",
                    e);
        }
    }

    private static Map<String, Object> valuesOf(SegmentationScore score) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("images", score.images());
        values.put("dice", score.dice());
        values.put("sensitivity", score.sensitivity());
        values.put("specificity", score.specificity());
        values.put("hd95", score.hd95());
        values.put("objectDice", score.objects().objectDice());
        values.put("aggregatedJaccard", score.objects().aggregatedJaccard());
        return values;
    }
}
