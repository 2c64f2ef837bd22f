package org.asyndgan.command.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.imaging.inspect.Inspection;

/**
 * The data set of a run, looked through before anything is started.
 *
 * @param inspection what looks wrong with it
 * @param sites that train, in the order of names
 * @param images settings with the number of channels decided
 */
public record LocalData(
        DatasetFolder folder,
        DatasetSummary summary,
        Inspection inspection,
        List<SiteFolder> sites,
        RunSettings.Images images) {

    private static final String ALL = "all";

    /**
     * Reads every file once, so that a wrong one is told now and not by a worker.
     *
     * @throws org.asyndgan.imaging.folder.DatasetException if a folder or file is wrong
     * @throws RunException ADG-706 if there is nothing to train on or to score with, ADG-218 if sites are compared and one
     *     has the name of them all
     */
    public static LocalData look(RunSettings settings) {
        DatasetFolder folder = DatasetFolder.open(settings.data()).with(settings.labelMapping());
        DatasetSummary summary = DatasetSummary.of(folder);
        List<SiteFolder> sites = folder.trainingSites();
        requireSome(summary, Split.TRAIN, settings.data());
        requireSome(summary, Split.TEST, settings.data());
        sites.forEach(site -> new SiteId(site.name()));
        if (settings.baselines() && sites.stream().anyMatch(site -> site.name().equals(ALL))) {
            throw new RunException(
                    "ADG-218",
                    "Site " + ALL + " in " + settings.data() + " has the name that stands for all sites in the"
                            + " comparison. Rename its folder, or add --no-baselines.");
        }
        int channels = settings.images().channels() == 0
                ? summary.channels()
                : settings.images().channels();
        return new LocalData(
                folder,
                summary,
                Inspection.of(folder, summary),
                sites,
                settings.images().withChannels(channels));
    }

    /** @param side of the images that the networks see, pixels */
    public LocalData withImageSize(int side) {
        return new LocalData(folder, summary, inspection, sites, images.withSize(side));
    }

    private static void requireSome(DatasetSummary summary, Split split, Path data) {
        if (summary.pairs(split) == 0) {
            String purpose = split.name().toLowerCase(java.util.Locale.ROOT);
            throw new RunException(
                    "ADG-706",
                    "None of the images under " + data + " is a " + purpose + " image. Without a manifest"
                            + " every fifth image of a site, in the order of names, is a test image and the others are for"
                            + " training; add images, or say in the manifest's column split what each is for.");
        }
    }

    /** The data set in a line. */
    public String describe() {
        String each = sites.stream()
                .map(site -> site.name() + " " + site.pairs(Split.TRAIN).size())
                .collect(Collectors.joining(", "));
        return sites.size() + (sites.size() == 1 ? " site" : " sites") + " with training images (" + each + "), "
                + summary.pairs(Split.TEST) + " held-out test images, " + (images.channels() == 1 ? "grey" : "colour")
                + ", " + summary.classes().classes() + " classes";
    }

    public List<String> siteNames() {
        return sites.stream().map(SiteFolder::name).toList();
    }

    public List<SiteId> siteIds() {
        return siteNames().stream().map(SiteId::new).toList();
    }

    public int trainingImages(String site) {
        return sites.stream()
                .filter(folder -> folder.name().equals(site))
                .mapToInt(folder -> folder.pairs(Split.TRAIN).size())
                .sum();
    }

    public int testImages() {
        return summary.pairs(Split.TEST);
    }

    /** Folders that hold test pairs, for the segmentation trainer. */
    public List<String> testFolders() {
        return folder.sites().stream()
                .filter(site -> !site.pairs(Split.TEST).isEmpty())
                .map(site -> path(site).toString())
                .toList();
    }

    /** The folder of a site's pairs. */
    public Path path(SiteFolder site) {
        return site.pairs()
                .get(0)
                .image()
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent();
    }

    /** Label values as flags take them, such as {@code 0,255}. */
    public String labelValues() {
        return summary.classes().values().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** A site's pairs in memory. */
    public SiteDataset load(SiteFolder site) {
        return SiteDataset.load(
                site,
                summary.classes(),
                new DatasetSettings(
                        images.size(),
                        images.fit(),
                        images.loadSize(),
                        images.channels(),
                        images.intensityScaling(),
                        Augmentation.NONE));
    }
}
