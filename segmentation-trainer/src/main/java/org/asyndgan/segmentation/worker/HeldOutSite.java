package org.asyndgan.segmentation.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.asyndgan.imaging.dataset.ClassTable;
import org.asyndgan.imaging.dataset.DatasetFolder;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.DatasetSummary;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.SiteFolder;
import org.asyndgan.imaging.dataset.Split;
import org.asyndgan.imaging.dataset.TrainingPair;

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
     * @throws org.asyndgan.imaging.dataset.DatasetException if a folder or a file is wrong, or has no test pair
     */
    static List<HeldOutSite> load(List<String> folders, ClassTable classes, DatasetSettings settings) {
        List<HeldOutSite> sites = new ArrayList<>();
        for (String folder : folders) {
            for (SiteFolder site : DatasetFolder.open(Path.of(folder)).sites()) {
                site.require(Split.TEST, 1);
                SiteDataset data = SiteDataset.load(site, classes, settings);
                sites.add(new HeldOutSite(site.name(), data.validationPairs(), data.testPairs()));
            }
        }
        return List.copyOf(sites);
    }

    /** The classes that the labels in these folders hold. */
    static ClassTable classesIn(List<String> folders) {
        TreeSet<Integer> values = new TreeSet<>();
        for (String folder : folders) {
            values.addAll(DatasetSummary.of(DatasetFolder.open(Path.of(folder)))
                    .classes()
                    .values());
        }
        return new ClassTable(List.copyOf(values));
    }
}
