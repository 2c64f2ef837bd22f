package org.asyndgan.imaging.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder with the folders of several sites, each with {@code images} and {@code labels} in it.
 *
 * <p>With a {@code manifest.csv} that has a site column, the sites are those it names; without
 * one, every folder that has a folder {@code images} or {@code labels}. A folder that has these
 * two itself is a data set of one site.
 *
 * @param root the folder
 * @param sites in the order of names
 * @param leftAside folders in it that are no sites of the data set, by name
 */
public record DatasetFolder(Path root, List<SiteFolder> sites, List<String> leftAside) {

    public DatasetFolder {
        sites = List.copyOf(sites);
        leftAside = List.copyOf(leftAside);
    }

    /** Sites without anything beside them. */
    public DatasetFolder(Path root, List<SiteFolder> sites) {
        this(root, sites, List.of());
    }

    /**
     * Finds the sites and their pairs; opens no image.
     *
     * @throws DatasetException ADG-201 to 204 or 211 to 213 if folders, files or manifest do not fit, ADG-218 if a
     *     folder's name cannot name a site
     */
    public static DatasetFolder open(Path root) {
        requireFolder(root);
        if (isSite(root)) {
            return new DatasetFolder(root, List.of(SiteFolder.open(root)));
        }
        Optional<Manifest> manifest = Manifest.in(root);
        if (manifest.isPresent() && !manifest.get().has("site")) {
            throw new DatasetException(
                    "ADG-212",
                    "Manifest " + manifest.get().path() + " has no column site, but stands above the sites' folders."
                            + " Add the column, or put a manifest into each site's folder.");
        }
        List<String> names = manifest.isPresent()
                ? List.copyOf(new TreeSet<>(manifest.get().bySite().keySet()))
                : siteFolders(root);
        if (names.isEmpty()) {
            throw new DatasetException(
                    "ADG-202",
                    "Folder " + root + " holds no site. Each site is a folder with the folders images and labels in"
                            + " it.");
        }
        List<SiteFolder> sites = new ArrayList<>();
        for (String name : names) {
            sites.add(site(root, name, manifest));
        }
        return new DatasetFolder(root, sites, others(root, names));
    }

    private static void requireAllowed(Path root, String name) {
        if (!SiteName.isAllowed(name)) {
            throw new DatasetException(
                    "ADG-218",
                    SiteName.refusal(name) + ". Rename its folder in " + root + ", and its lines in a manifest.");
        }
    }

    private static List<String> others(Path root, List<String> sites) {
        return SiteFolder.listing(root).stream()
                .filter(entry -> !Files.isRegularFile(entry))
                .map(entry -> entry.getFileName().toString())
                .filter(name -> !name.startsWith(".") && !sites.contains(Manifest.composed(name)))
                .toList();
    }

    /**
     * The same sites, their label files read with these rules.
     *
     * @throws DatasetException ADG-219 if the rules name a site that is not here
     */
    public DatasetFolder with(LabelMapping mapping) {
        for (String site : mapping.sites()) {
            if (sites.stream().noneMatch(folder -> folder.name().equals(site))) {
                throw new DatasetException(
                        "ADG-219",
                        "The rules for label values name the site " + site + ", but " + root + " has only "
                                + sites.stream().map(SiteFolder::name).collect(Collectors.joining(", "))
                                + ". Write the site as its folder is called.");
            }
        }
        return new DatasetFolder(
                root, sites.stream().map(site -> site.with(mapping)).toList(), leftAside);
    }

    private static SiteFolder site(Path root, String name, Optional<Manifest> manifest) {
        Path folder = root.resolve(name);
        if (manifest.isPresent() && (name.isEmpty() || !Files.isDirectory(folder))) {
            throw new DatasetException(
                    "ADG-211",
                    "Manifest " + manifest.get().path() + " names the site \"" + name + "\", but " + root
                            + " has no folder of that name. Add the folder, or take the site's lines away.");
        }
        requireAllowed(root, name);
        return manifest.isEmpty() ? SiteFolder.open(folder) : SiteFolder.open(folder, name, manifest);
    }

    private static List<String> siteFolders(Path root) {
        return SiteFolder.listing(root).stream()
                .filter(entry ->
                        Files.isDirectory(entry.resolve("images")) || Files.isDirectory(entry.resolve("labels")))
                .map(entry -> entry.getFileName().toString())
                .filter(name -> !name.startsWith(".") && !name.equals("__MACOSX"))
                .toList();
    }

    private static boolean isSite(Path folder) {
        return Files.isDirectory(folder.resolve("images")) && Files.isDirectory(folder.resolve("labels"));
    }

    static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(
                    "ADG-201",
                    "There is no folder " + folder + ". Name a folder with images and labels in it, or one with"
                            + " several such folders, one a site.");
        }
    }

    /** The sites that train, each {@linkplain SiteFolder#forTuning with training pairs in place of its test pairs}. */
    public DatasetFolder forTuning() {
        return new DatasetFolder(
                root, trainingSites().stream().map(SiteFolder::forTuning).toList(), leftAside);
    }

    /**
     * Some of the sites as so many smaller ones each, the training pairs dealt out by patient; test pairs stay with the site itself.
     *
     * @param names of the sites to divide
     * @param parts 1 leaves all as it is
     * @throws DatasetException ADG-208 if one of them has fewer patients to train on
     */
    public DatasetFolder divided(Collection<String> names, int parts) {
        if (parts == 1) {
            return this;
        }
        return new DatasetFolder(
                root,
                sites.stream()
                        .flatMap(site -> names.contains(site.name()) ? site.divided(parts).stream() : Stream.of(site))
                        .toList(),
                leftAside);
    }

    /** The names that {@link #divided} gives. */
    public static List<String> partNames(Collection<String> names, int parts) {
        return parts == 1
                ? List.copyOf(names)
                : names.stream()
                        .flatMap(name ->
                                IntStream.rangeClosed(1, parts).mapToObj(part -> SiteFolder.partName(name, part)))
                        .toList();
    }

    /** The sites that have training pairs; the others only lend test pairs. */
    public List<SiteFolder> trainingSites() {
        return sites.stream().filter(site -> !site.pairs(Split.TRAIN).isEmpty()).toList();
    }
}
