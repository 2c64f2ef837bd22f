package org.asyndgan.imaging.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.label.LabelReading;

/**
 * A site's pairs in memory, and what was found while they were read.
 *
 * @param inspection of this site alone
 */
public record InspectedSite(SiteDataset dataset, Inspection inspection) {

    /**
     * Reads every pair of a site; once, if the classes are known, or else twice.
     *
     * @param classes agreed by all sites of the run; nothing where this site's labels decide
     * @throws DatasetException ADG-205 to 207, 209, 210 or 214 to 217 if a file does not fit
     */
    public static InspectedSite load(
            Path data, SiteFolder folder, Optional<ClassTable> classes, DatasetSettings settings) {
        DatasetFolder alone = new DatasetFolder(data, List.of(folder));
        ClassTable table = classes.orElseGet(() -> DatasetSummary.of(alone).classes());
        SiteSurvey survey = new SiteSurvey(folder, LabelReading.of(folder));
        ImageTwins twins = new ImageTwins();
        SiteDataset dataset = SiteDataset.load(folder, table, settings, pair -> {
            survey.add(pair);
            twins.add(folder.name(), pair.file(), pair.image());
        });
        DatasetSummary.Site site = survey.site();
        List<Doubt> doubts = new ArrayList<>(site.doubts());
        doubts.addAll(twins.doubts());
        DatasetSummary summary =
                new DatasetSummary(List.of(site), table, dataset.settings().channels(), doubts, twins.notes());
        return new InspectedSite(dataset, Inspection.of(alone, summary));
    }
}
