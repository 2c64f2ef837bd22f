package org.asyndgan.imaging.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.asyndgan.failure.FileTrouble;

/**
 * One site's folder: {@code images/NAME.ext} and {@code labels/NAME.ext}, paired by base name.
 *
 * <p>A {@code manifest.csv} in the folder, or the rows for this site of one in the folder above, says
 * which images take part and what each is for; files it does not name are left alone. Without a
 * manifest, or without its column {@code split}, every fifth pair in the order of names is a test
 * pair; where the manifest has a column {@code patient}, all pairs of every fifth patient are. Whatever is
 * not used is counted. Names that differ in their Unicode form alone are one name.
 *
 * @param name of the site: the folder's name
 * @param pairs in the order of base names
 * @param labelMapping what becomes of the values of its label files
 * @param leftAside what of the folder is not used
 */
public record SiteFolder(String name, List<PairFile> pairs, LabelMapping labelMapping, LeftAside leftAside) {

    private static final Set<String> EXTENSIONS = Set.of("png", "tif", "tiff", "jpg", "jpeg");
    private static final int EVERY = 5;

    /** Which of every five stands in for the test pairs: so a site with three patients can spare one too. */
    private static final int STAND_IN = 2;

    public SiteFolder {
        pairs = List.copyOf(pairs);
    }

    /**
     * Finds the pairs of a site; opens no image.
     *
     * @throws DatasetException ADG-201 to 204 or 211 to 213 if folders, files or manifest do not fit
     */
    public static SiteFolder open(Path folder) {
        DatasetFolder.requireFolder(folder);
        Path called = folder.toAbsolutePath().normalize().getFileName();
        if (called == null) {
            throw new DatasetException(
                    "ADG-201",
                    "Folder " + folder
                            + " is the root of the file system, and no site's. Name the folder that holds the"
                            + " site's images and labels.");
        }
        String name = called.toString();
        Optional<Manifest> own = Manifest.in(folder);
        if (own.isPresent()) {
            return open(folder, name, own);
        }
        Path above = folder.toAbsolutePath().normalize().getParent();
        Optional<Manifest> shared = above == null
                ? Optional.empty()
                : Manifest.in(above).filter(manifest -> manifest.bySite().containsKey(name));
        return open(folder, name, shared);
    }

    static SiteFolder open(Path folder, String name, Optional<Manifest> manifest) {
        LeftAside.Count aside = new LeftAside.Count();
        Map<String, Path> images = files(folder, "images", aside);
        Map<String, Path> labels = files(folder, "labels", aside);
        countBeside(folder, aside);
        if (images.isEmpty()) {
            throw new DatasetException(
                    "ADG-203",
                    "Folder " + folder.resolve("images") + " holds no PNG, TIFF or JPEG file"
                            + but(aside.total(List.of()))
                            + ". A site needs images, each with its label.");
        }
        if (manifest.isPresent()) {
            List<PairFile> pairs = listed(folder, name, manifest.get(), images, labels);
            countUnlisted(pairs, images, labels, aside);
            return new SiteFolder(
                    name, pairs, LabelMapping.NONE, aside.total(manifest.get().unusedColumns()));
        }
        for (Map.Entry<String, Path> label : labels.entrySet()) {
            if (!images.containsKey(label.getKey())) {
                throw new DatasetException(
                        "ADG-204",
                        "Label " + label.getValue() + " has no image: there is no " + label.getKey()
                                + " with an extension of PNG, TIFF or JPEG in " + folder.resolve("images")
                                + ". Add the image, or take the label away.");
            }
        }
        List<PairFile> pairs = new ArrayList<>();
        images.forEach((base, image) ->
                pairs.add(new PairFile(base, image, label(folder, image, labels), turn(pairs.size()), Map.of())));
        return new SiteFolder(name, pairs, LabelMapping.NONE, aside.total(List.of()));
    }

    private static String but(LeftAside aside) {
        return aside.words().isEmpty() ? "" : " (but " + aside.words() + ")";
    }

    /** The same site, its label files read with these rules. */
    public SiteFolder with(LabelMapping mapping) {
        return new SiteFolder(name, pairs, mapping.of(name), leftAside);
    }

    /** The same pairs under the name that the site has in its run. */
    public SiteFolder named(String other) {
        return new SiteFolder(other, pairs, labelMapping, leftAside);
    }

    private static void countBeside(Path folder, LeftAside.Count aside) {
        Set<String> expected = Set.of("images", "labels", Manifest.FILE_NAME, "intake.txt");
        listing(folder).stream()
                .filter(entry -> !expected.contains(entry.getFileName().toString()))
                .forEach(aside::addBeside);
    }

    private static void countUnlisted(
            List<PairFile> pairs, Map<String, Path> images, Map<String, Path> labels, LeftAside.Count aside) {
        Set<Path> used = new HashSet<>();
        for (PairFile pair : pairs) {
            used.add(pair.image());
            used.add(pair.label());
        }
        Stream.concat(images.values().stream(), labels.values().stream())
                .filter(file -> !used.contains(file))
                .forEach(file -> aside.add(LeftAside.Reason.NOT_LISTED));
    }

    private static List<PairFile> listed(
            Path folder, String site, Manifest manifest, Map<String, Path> images, Map<String, Path> labels) {
        Map<String, List<Manifest.Row>> sites = manifest.bySite();
        List<Manifest.Row> rows = sites.getOrDefault(manifest.has("site") ? site : "", List.of());
        if (rows.isEmpty()) {
            throw new DatasetException(
                    "ADG-203",
                    "Manifest " + manifest.path() + " names no image of site " + site
                            + ". Add its images, or take the manifest away to use all files.");
        }
        Map<String, Manifest.Row> ordered = new TreeMap<>();
        for (Manifest.Row row : rows) {
            Manifest.Row twin = ordered.put(base(row.file()), row);
            if (twin != null) {
                throw new DatasetException(
                        "ADG-213",
                        "Lines " + twin.line() + " and " + row.line() + " of manifest " + manifest.path()
                                + " both name image " + base(row.file()) + " of site " + site + ". Keep one of them.");
            }
        }
        List<PairFile> pairs = new ArrayList<>();
        Map<String, Integer> patients = new HashMap<>();
        Map<Path, Manifest.Row> labelled = new HashMap<>();
        ordered.forEach((base, row) -> {
            Path image = listedImage(folder, manifest, row, images);
            Path label = label(folder, image, labels);
            requireNoOther(labelled.put(label, row), row, manifest, label);
            Split split = manifest.split(row)
                    .orElseGet(() -> turn(turnOf(row.field("patient").orElse(""), pairs.size(), patients)));
            pairs.add(new PairFile(base, image, label, split, row.metadata()));
        });
        return pairs;
    }

    /** Images in folders of their own may have one name; labels are told apart by names alone. */
    private static void requireNoOther(Manifest.Row twin, Manifest.Row row, Manifest manifest, Path label) {
        if (twin != null) {
            throw new DatasetException(
                    "ADG-213",
                    "Lines " + Math.min(twin.line(), row.line()) + " and " + Math.max(twin.line(), row.line())
                            + " of manifest " + manifest.path() + " name two images that would have one label, " + label
                            + ". Give the images names of their own, and each its label.");
        }
    }

    private static Path listedImage(Path folder, Manifest manifest, Manifest.Row row, Map<String, Path> images) {
        Path inside = folder.resolve("images");
        Path image = inside.resolve(row.file());
        if (!image.normalize().startsWith(inside.normalize())) {
            throw new DatasetException(
                    "ADG-211",
                    "Line " + row.line() + " of manifest " + manifest.path() + " names " + row.file()
                            + ", which lies outside of the site's folder " + inside
                            + ". A site uses its own images alone: name a file in that folder.");
        }
        Path sameName = images.get(base(row.file()));
        if (sameName != null
                && Manifest.composed(sameName.getFileName().toString()).equals(row.file())) {
            return sameName;
        }
        if (!Files.isRegularFile(image)) {
            throw new DatasetException(
                    "ADG-211",
                    "Line " + row.line() + " of manifest " + manifest.path() + " names " + image
                            + ", which is no file. Add the image, or take the line away.");
        }
        return image;
    }

    /** The number of a patient in the order of first appearance; of the pair itself where none is named. */
    private static int turnOf(String patient, int position, Map<String, Integer> patients) {
        return patient.isBlank() ? position : patients.computeIfAbsent(patient, unknown -> patients.size());
    }

    private static Path label(Path folder, Path image, Map<String, Path> labels) {
        String base = base(Manifest.composed(image.getFileName().toString()));
        Path label = labels.get(base);
        if (label == null) {
            throw new DatasetException(
                    "ADG-204",
                    "Image " + image + " has no label: there is no " + base + " with an extension of PNG, TIFF or"
                            + " JPEG in " + folder.resolve("labels") + ". Add the label, or take the image away.");
        }
        return label;
    }

    private static Split turn(int position) {
        return position % EVERY == EVERY - 1 ? Split.TEST : Split.TRAIN;
    }

    /** Image files of a subfolder by base name, in the order of names. */
    private static Map<String, Path> files(Path folder, String sub, LeftAside.Count aside) {
        Path inside = folder.resolve(sub);
        if (!Files.isDirectory(inside)) {
            throw new DatasetException(
                    "ADG-202",
                    "Folder " + folder + " has no folder " + sub + ". A site's folder holds images/NAME.png and"
                            + " labels/NAME.png, paired by name; TIFF and JPEG serve as well.");
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path file : listing(inside)) {
            if (!isImage(file)) {
                aside.addInside(file);
                continue;
            }
            Path twin = files.put(base(Manifest.composed(file.getFileName().toString())), file);
            if (twin != null) {
                throw new DatasetException(
                        "ADG-213",
                        "Files " + twin + " and " + file.getFileName() + " have the same base name, by which images"
                                + " and labels are paired. Rename one of them.");
            }
        }
        return files;
    }

    /**
     * What a folder holds, in the order of names.
     *
     * @throws DatasetException ADG-201 if it cannot be listed
     */
    static List<Path> listing(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DatasetException(
                    "ADG-201",
                    "Folder " + folder + " cannot be listed (" + FileTrouble.reason(e)
                            + "). Whoever runs this needs the right to read it.",
                    e);
        }
    }

    /** Says whether a file's name and place are an image's; opens nothing. */
    public static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0
                && !name.startsWith(".")
                && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
                && Files.isRegularFile(file);
    }

    private static String base(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /**
     * The folder without its test pairs, for which those of every fifth patient that trains stand in, or every fifth
     * training pair where no patients are named.
     *
     * <p>Settings can so be chosen without a look at the pairs that will judge them.
     */
    public SiteFolder forTuning() {
        List<PairFile> left = new ArrayList<>();
        Map<String, Integer> patients = new HashMap<>();
        int position = 0;
        for (PairFile pair : pairs) {
            if (pair.split() == Split.TRAIN) {
                int turn = turnOf(pair.patient().orElse(""), position++, patients);
                left.add(turn % EVERY == STAND_IN ? pair.with(Split.TEST) : pair);
            } else if (pair.split() == Split.VALIDATION) {
                left.add(pair);
            }
        }
        return new SiteFolder(name, left, labelMapping, leftAside);
    }

    /**
     * Its training pairs dealt out to sites {@code NAME-1}, {@code NAME-2} and so on, patient by patient, or pair by pair where no
     * patients are named; and before them, under its own name, what is left.
     *
     * @param parts 2 or more
     * @throws DatasetException ADG-208 if there are fewer patients than parts
     */
    List<SiteFolder> divided(int parts) {
        List<List<PairFile>> dealt = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            dealt.add(new ArrayList<>());
        }
        Map<String, Integer> patients = new HashMap<>();
        int position = 0;
        for (PairFile pair : pairs(Split.TRAIN)) {
            int turn = turnOf(pair.patient().orElse(""), position++, patients);
            dealt.get(turn % parts).add(pair);
        }
        List<SiteFolder> all = new ArrayList<>();
        all.add(new SiteFolder(
                name, pairs.stream().filter(pair -> pair.split() != Split.TRAIN).toList(), labelMapping, leftAside));
        for (int part = 0; part < parts; part++) {
            if (dealt.get(part).isEmpty()) {
                throw new DatasetException(
                        "ADG-208",
                        "Site " + name + " cannot be divided into " + parts
                                + " sites: it has training pairs of fewer patients. Divide into fewer, or leave the site"
                                + " out.");
            }
            all.add(new SiteFolder(partName(name, part + 1), dealt.get(part), labelMapping, LeftAside.NOTHING));
        }
        return all;
    }

    /** Name of one of the sites that a site was divided into, counted from 1. */
    static String partName(String site, int part) {
        return site + "-" + part;
    }

    /** The pairs for one purpose, in the order of base names. */
    public List<PairFile> pairs(Split split) {
        return pairs.stream().filter(pair -> pair.split() == split).toList();
    }

    /** Patients with pairs for one purpose, if the manifest names them; a new set. */
    public Set<String> patients(Split split) {
        Set<String> patients = new TreeSet<>();
        for (PairFile pair : pairs(split)) {
            pair.patient().ifPresent(patients::add);
        }
        return patients;
    }

    /** The patient of each pair of a split, in their order; none at all where not every pair has one named. */
    public List<String> patientOfEach(Split split) {
        List<PairFile> pairs = pairs(split);
        List<String> named =
                pairs.stream().flatMap(pair -> pair.patient().stream()).toList();
        return named.size() == pairs.size() ? named : List.of();
    }

    /**
     * Insists on a number of pairs.
     *
     * @throws DatasetException ADG-208 if the site has fewer pairs for this purpose
     */
    public void require(Split split, int least) {
        int found = pairs(split).size();
        if (found < least) {
            String purpose = split.name().toLowerCase(Locale.ROOT);
            throw new DatasetException(
                    "ADG-208",
                    "Site " + name + " has " + found + " " + purpose + " pairs, but " + least
                            + " or more are needed. Add"
                            + " images with labels, or mark more of them \"" + purpose
                            + "\" in the manifest's column split; without that column every fifth pair is a test pair.");
        }
    }
}
