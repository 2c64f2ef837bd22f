package org.asyndgan.imaging.dataset;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.folder.ImageFile;
import org.asyndgan.imaging.folder.PairFile;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.Crop;
import org.asyndgan.imaging.image.Dihedral;
import org.asyndgan.imaging.image.LabelMap;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.imaging.label.LabelReading;

/**
 * One site's real pairs in memory, at working size: scaled already, not yet cut to the window.
 *
 * <p>Images are kept in 16 bits a sample. Immutable, so any thread may draw. Equal arguments give equal
 * pairs in any order of calls: a draw depends on nothing but its index and seed.
 */
public final class SiteDataset {

    private final String site;
    private final ClassTable classes;
    private final DatasetSettings settings;
    private final List<WorkingPair> train;
    private final List<WorkingPair> validation;
    private final List<WorkingPair> test;

    private SiteDataset(
            String site,
            ClassTable classes,
            DatasetSettings settings,
            List<WorkingPair> train,
            List<WorkingPair> validation,
            List<WorkingPair> test) {
        this.site = site;
        this.classes = classes;
        this.settings = settings;
        this.train = train;
        this.validation = validation;
        this.test = test;
    }

    /**
     * Reads every pair of a site.
     *
     * @param classes agreed by all sites of the run
     * @param settings with {@link DatasetSettings#AUTO_CHANNELS}, this site's images alone decide
     * @throws DatasetException ADG-205 to 207, 209, 210 or 215 to 217 if a file does not fit
     */
    public static SiteDataset load(SiteFolder folder, ClassTable classes, DatasetSettings settings) {
        return load(folder, classes, settings, pair -> {});
    }

    /** As {@link #load(SiteFolder, ClassTable, DatasetSettings)}, each pair shown to somebody before it is scaled. */
    public static SiteDataset load(
            SiteFolder folder, ClassTable classes, DatasetSettings settings, Consumer<LoadedPair> beholder) {
        DatasetSettings resolved = settings.channels() == DatasetSettings.AUTO_CHANNELS
                ? settings.withChannels(channels(folder))
                : settings;
        LabelReading reading = LabelReading.of(folder);
        Map<Split, List<WorkingPair>> pairs = new EnumMap<>(Split.class);
        for (PairFile file : folder.pairs()) {
            // One pair at a time is held at its file's size.
            LoadedPair pair = LoadedPair.read(file, reading);
            beholder.accept(pair);
            pairs.computeIfAbsent(file.split(), split -> new ArrayList<>())
                    .add(WorkingPair.of(pair, classes, resolved));
        }
        return new SiteDataset(
                folder.name(),
                classes,
                resolved,
                List.copyOf(pairs.getOrDefault(Split.TRAIN, List.of())),
                List.copyOf(pairs.getOrDefault(Split.VALIDATION, List.of())),
                List.copyOf(pairs.getOrDefault(Split.TEST, List.of())));
    }

    /**
     * A site of pairs that do not come from files, such as a simulation's.
     *
     * @param settings with the number of channels decided; the pairs are square, of its image size
     * @param train pairs of these classes and channels
     */
    public static SiteDataset of(String name, ClassTable classes, DatasetSettings settings, List<TrainingPair> train) {
        for (TrainingPair pair : train) {
            boolean fits = pair.image().dim(0) == settings.channels()
                    && pair.labels().classes() == classes.classes()
                    && pair.labels().height() == settings.imageSize()
                    && pair.labels().width() == settings.imageSize();
            if (!fits) {
                throw new IllegalArgumentException("A pair of " + pair.image() + " and " + pair.labels()
                        + " does not fit site " + name + ", whose images have " + settings.channels() + " channels, "
                        + settings.imageSize() + " pixels a side and " + classes.classes() + " classes");
            }
        }
        return new SiteDataset(
                name,
                classes,
                settings,
                train.stream()
                        .map(pair -> new WorkingPair(pair.image(), pair.labels()))
                        .toList(),
                List.of(),
                List.of());
    }

    /**
     * The pairs of several sites as if they were one site's: what nobody may do with patients' images, and what an
     * experiment compares with.
     *
     * @param name of the site that there would be
     * @param sites at least one; all of one class table and one number of channels
     */
    public static SiteDataset pooled(String name, List<SiteDataset> sites) {
        SiteDataset first = sites.get(0);
        List<WorkingPair> train = new ArrayList<>();
        List<WorkingPair> validation = new ArrayList<>();
        List<WorkingPair> test = new ArrayList<>();
        for (SiteDataset site : sites) {
            if (!site.classes.equals(first.classes) || !site.settings.equals(first.settings)) {
                throw new IllegalArgumentException("Sites " + first.site + " and " + site.site
                        + " differ in classes or settings; load all with the same before pooling them");
            }
            train.addAll(site.train);
            validation.addAll(site.validation);
            test.addAll(site.test);
        }
        return new SiteDataset(
                name, first.classes, first.settings, List.copyOf(train), List.copyOf(validation), List.copyOf(test));
    }

    /** 3 if any image is in colour; colours that are all equal count as grey, so pixels must be looked at. */
    private static int channels(SiteFolder folder) {
        boolean isColoured = folder.pairs().stream()
                .map(PairFile::image)
                .anyMatch(image -> ImageFile.header(image).colours() == 3
                        && ImageFile.read(image).shown().channels() == 3);
        return isColoured ? 3 : 1;
    }

    public String site() {
        return site;
    }

    public ClassTable classes() {
        return classes;
    }

    /** The settings, with the number of channels decided. */
    public DatasetSettings settings() {
        return settings;
    }

    /** Number of training pairs. */
    public int trainSize() {
        return train.size();
    }

    /** Number of test images; with {@link Fit#CROP} each gives several {@link #testPairs()}. */
    public int testSize() {
        return test.size();
    }

    /**
     * A training pair, cut and augmented as the seed says.
     *
     * @param index 0 … {@link #trainSize()} - 1
     * @return image [C, N, N] in [-1, 1] and its labels
     */
    public TrainingPair pair(int index, long seed) {
        WorkingPair pair = train.get(index);
        View view = view(pair, index, seed);
        return new TrainingPair(
                view.symmetry.of(pair.image(view.window)), view.symmetry.of(view.window.of(pair.labels())));
    }

    /** The labels alone of {@link #pair}, for the same index and seed. */
    public LabelMap mask(int index, long seed) {
        WorkingPair pair = train.get(index);
        View view = view(pair, index, seed);
        return view.symmetry.of(view.window.of(pair.labels()));
    }

    /**
     * The pairs held out to score on, not augmented: with {@link Fit#RESIZE} the middle of each image, with {@link
     * Fit#CROP} the fewest windows that cover it.
     */
    public List<TrainingPair> testPairs() {
        return heldOut(test);
    }

    /** The pairs held out to choose weights by, cut as {@link #testPairs()}. */
    public List<TrainingPair> validationPairs() {
        return heldOut(validation);
    }

    private List<TrainingPair> heldOut(List<WorkingPair> whole) {
        List<TrainingPair> pairs = new ArrayList<>();
        for (WorkingPair pair : whole) {
            for (Crop window : windows(pair)) {
                pairs.add(new TrainingPair(pair.image(window), window.of(pair.labels())));
            }
        }
        return List.copyOf(pairs);
    }

    private List<Crop> windows(WorkingPair pair) {
        int height = pair.labels().height();
        int width = pair.labels().width();
        return settings.fit() == Fit.RESIZE
                ? List.of(Crop.centre(height, width, settings.imageSize()))
                : Crop.grid(height, width, settings.imageSize());
    }

    private View view(WorkingPair pair, int index, long seed) {
        SplittableRandom random = new SplittableRandom(mixed(seed + mixed(index + 1L)));
        Crop window = Crop.random(pair.labels().height(), pair.labels().width(), settings.imageSize(), random);
        return new View(window, settings.augmentation().draw(random));
    }

    /** Scatters the bits, so that neighbouring seeds draw unrelated numbers (finaliser of SplitMix64). */
    private static long mixed(long bits) {
        long z = bits * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** SHA-256 over all training pairs at working size, in hexadecimal: the same as long as they are. Stays at the site. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            train.forEach(pair -> pair.addTo(digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** The site and counts alone. */
    @Override
    public String toString() {
        return "site " + site + ": " + train.size() + " training and " + test.size() + " test pairs";
    }

    /** Which part of an image is shown, and how it is turned. */
    private record View(Crop window, Dihedral symmetry) {}
}
