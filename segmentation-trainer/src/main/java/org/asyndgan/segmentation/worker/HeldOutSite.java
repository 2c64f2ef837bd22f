package org.asyndgan.segmentation.worker;

import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.PairMemory;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.LabelMapping;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.worker.setting.SettingsException;

/**
 * The held-out real pairs of one site.
 *
 * @param validation to choose weights by; none where the manifest names none
 * @param test to score on, at least one
 */
record HeldOutSite(String name, List<TrainingPair> validation, List<TrainingPair> test) {

    /**
     * Reads the held-out pairs of all sites in these folders.
     *
     * @throws org.asyndgan.imaging.folder.DatasetException if a folder or a file is wrong, or has no test pair
     * @throws SettingsException if two of them have one name, because scores go by name
     */
    static List<HeldOutSite> load(
            List<String> folders, LabelMapping mapping, ClassTable classes, DatasetSettings settings) {
        List<HeldOutSite> sites = new ArrayList<>();
        Map<String, String> named = new TreeMap<>();
        for (String folder : folders) {
            for (SiteFolder site : open(folder, mapping).sites()) {
                requireOneOfAName(site.name(), folder, named.put(site.name(), folder));
                site.require(Split.TEST, 1);
                SiteDataset data = SiteDataset.load(site, classes, settings);
                sites.add(new HeldOutSite(site.name(), data.validationPairs(), data.testPairs()));
            }
        }
        return List.copyOf(sites);
    }

    private static void requireOneOfAName(String name, String folder, @Nullable String before) {
        if (before != null) {
            throw SettingsException.refused("Setting " + SegmenterProperties.PREFIX + ".test-folders names two sites "
                    + name + ", in " + before + " and in " + folder
                    + ", and only one of them would have its score; name each once, and give folders of other sites other"
                    + " names");
        }
    }

    /** The classes that the labels in these folders hold. */
    static ClassTable classesIn(List<String> folders, LabelMapping mapping) {
        TreeSet<Integer> values = new TreeSet<>();
        for (String folder : folders) {
            values.addAll(DatasetSummary.of(open(folder, mapping)).classes().values());
        }
        return new ClassTable(List.copyOf(values));
    }

    /** Heap that the pairs of all sites take while they are read and when they are held. */
    static long heapBytes(List<String> folders, LabelMapping mapping, DatasetSettings settings) {
        long held = 0;
        long reading = 0;
        for (String folder : folders) {
            for (SiteFolder site : open(folder, mapping).sites()) {
                PairMemory memory = PairMemory.of(site, settings);
                held += memory.heldOut();
                reading = Math.max(reading, memory.loading());
            }
        }
        return held + reading;
    }

    private static DatasetFolder open(String folder, LabelMapping mapping) {
        DatasetFolder found = DatasetFolder.open(Path.of(folder));
        // Rules of other folders' sites are no mistake here.
        return new DatasetFolder(
                found.root(),
                found.sites().stream().map(site -> site.with(mapping)).toList(),
                found.leftAside());
    }
}
