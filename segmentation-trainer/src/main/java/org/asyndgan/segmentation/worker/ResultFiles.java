package org.asyndgan.segmentation.worker;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asyndgan.core.checkpoint.WholeFile;
import org.asyndgan.failure.FileTrouble;
import org.asyndgan.imaging.metric.SegmentationScore;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.worker.WorkerException;

/**
 * What a training leaves behind: {@code network.safetensors} and {@code score.json}.
 *
 * <p>Each file is written whole or not at all.
 */
final class ResultFiles {

    private static final String NETWORK = "network.safetensors";
    private static final String SCORES = "score.json";

    private final Path folder;

    ResultFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the trained network; PyTorch reads the file too.
     *
     * @param metadata how the network came to be and what it takes, by name
     * @throws WorkerException if it cannot be written
     */
    void writeNetwork(Parameters parameters, Map<String, String> metadata) {
        write(NETWORK, file -> SafeTensors.write(file, StateDictionary.of(parameters), metadata));
    }

    /**
     * Writes the scores, of all test pairs together and of each site's.
     *
     * @param provenance how the network came to be, by name
     * @throws WorkerException if they cannot be written
     */
    void writeScores(Map<String, Object> provenance, SegmentationScore overall, Map<String, SegmentationScore> bySite) {
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
        write(SCORES, file -> Files.write(file, JsonMapper.createDefault().writeValueAsBytes(content)));
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

    private void write(String name, WholeFile.Writing writing) {
        Path target = folder.resolve(name);
        try {
            WholeFile.write(target, writing);
        } catch (IOException e) {
            throw new WorkerException(
                    "ADG-602",
                    "The result of the training cannot be written to " + target + " (" + FileTrouble.reason(e)
                            + "). Free space or fix the folder's permissions, and start the trainer again.",
                    e);
        }
    }
}
