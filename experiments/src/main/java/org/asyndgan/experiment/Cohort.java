package org.asyndgan.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.PairMemory;
import org.asyndgan.imaging.dataset.SiteDataset;
import org.asyndgan.imaging.dataset.TrainingPair;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;
import org.asyndgan.imaging.image.EightBit;
import org.asyndgan.imaging.inspect.DatasetSummary;
import org.asyndgan.imaging.inspect.Inspection;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.network.MemoryNeed;
import org.asyndgan.nn.random.Seed;

/**
 * The real images of an experiment, in memory: the sites that train, and the test pairs of all.
 *
 * <p>Test pairs are never seen by any network in training. A patient with pairs on both sides of the split is refused.
 */
public final class Cohort {

    private final Inspection inspection;
    private final ClassTable classes;
    private final Map<String, SiteDataset> sites;
    private final Map<String, List<TrainingPair>> test;
    private final Map<String, List<String>> patients;
    private final int views;
    private final long heapBytes;

    private Cohort(
            Inspection inspection,
            ClassTable classes,
            Map<String, SiteDataset> sites,
            Map<String, List<TrainingPair>> test,
            Map<String, List<String>> patients,
            int views,
            long heapBytes) {
        this.inspection = inspection;
        this.classes = classes;
        this.sites = sites;
        this.test = test;
        this.patients = patients;
        this.views = views;
        this.heapBytes = heapBytes;
    }

    /**
     * Reads the images.
     *
     * @param wanted sites that train; empty for all that have training pairs
     * @param views windows used of every training pair
     * @throws org.asyndgan.imaging.folder.DatasetException if a file is wrong
     * @throws ExperimentException ADG-610 if the images do not fit into the heap, ADG-218 if a site is called all, ADG-620 if a patient is on both sides of the split, ADG-622 if a wanted site is
     *     not there or has nothing to train on, or nobody has test pairs
     */
    public static Cohort load(DatasetFolder folder, List<String> wanted, DatasetSettings images, int views) {
        requireDisjointPatients(folder);
        DatasetSummary summary = DatasetSummary.of(folder);
        DatasetSettings settings = images.with(Augmentation.NONE)
                .withChannels(
                        images.channels() == DatasetSettings.AUTO_CHANNELS ? summary.channels() : images.channels());
        List<String> training =
                folder.trainingSites().stream().map(SiteFolder::name).toList();
        if (training.contains(Arm.ALL)) {
            throw new ExperimentException(
                    "ADG-218",
                    "Site " + Arm.ALL + " in " + folder.root()
                            + " has the name that stands for all sites among the arms. Rename its folder.");
        }
        for (String site : wanted) {
            if (!training.contains(site)) {
                throw new ExperimentException(
                        "ADG-622",
                        "Site " + site + " has no training pairs in " + folder.root()
                                + ". The sites that have some are " + String.join(", ", training) + ".");
            }
        }
        long heapBytes = requireMemory(folder, wanted, settings);
        TreeMap<String, SiteDataset> sites = new TreeMap<>();
        TreeMap<String, List<TrainingPair>> test = new TreeMap<>();
        TreeMap<String, List<String>> patients = new TreeMap<>();
        for (SiteFolder site : folder.sites()) {
            SiteDataset dataset = SiteDataset.load(site, summary.classes(), settings);
            if (dataset.testSize() > 0) {
                test.put(site.name(), dataset.testPairs());
            }
            if (wanted.isEmpty() ? dataset.trainSize() > 0 : wanted.contains(site.name())) {
                sites.put(site.name(), dataset);
                patients.put(site.name(), site.patientOfEach(Split.TRAIN));
            }
        }
        if (sites.isEmpty() || test.isEmpty()) {
            throw new ExperimentException(
                    "ADG-622",
                    "An experiment needs training and test pairs, but " + folder.root() + " has "
                            + summary.pairs(Split.TRAIN)
                            + " and " + summary.pairs(Split.TEST)
                            + ". Mark some pairs \"test\" in the manifest's column split.");
        }
        return new Cohort(Inspection.of(folder, summary), summary.classes(), sites, test, patients, views, heapBytes);
    }

    /** @return what is held once all images are read */
    private static long requireMemory(DatasetFolder folder, List<String> wanted, DatasetSettings settings) {
        long held = 0;
        long reading = 0;
        for (SiteFolder site : folder.sites()) {
            PairMemory memory = PairMemory.of(site, settings);
            boolean isKept = wanted.isEmpty() || wanted.contains(site.name());
            held += memory.heldOut() + (isKept ? memory.kept() : 0);
            reading = Math.max(reading, isKept ? memory.reading() : memory.loading());
        }
        MemoryCheck.require(new MemoryNeed(held + reading, 0));
        return held;
    }

    private static void requireDisjointPatients(DatasetFolder folder) {
        for (SiteFolder site : folder.sites()) {
            Set<String> trained = site.patients(Split.TRAIN);
            trained.retainAll(site.patients(Split.TEST));
            if (!trained.isEmpty()) {
                throw new ExperimentException(
                        "ADG-620",
                        "At site " + site.name() + " " + trained.size() + " patients have both training and test pairs,"
                                + " so that a test would reward remembering them. Give all pairs of a patient the same"
                                + " split in the manifest.");
            }
        }
    }

    /** What was found while the images were read. */
    public Inspection inspection() {
        return inspection;
    }

    /** Names of the sites that train, in order. */
    public List<String> siteNames() {
        return List.copyOf(sites.keySet());
    }

    /** The sites that train, by name. */
    public Map<String, SiteDataset> sites() {
        return Collections.unmodifiableMap(sites);
    }

    public ClassTable classes() {
        return classes;
    }

    /** What was done to the images, the number of channels decided. */
    public DatasetSettings images() {
        return sites.values().iterator().next().settings();
    }

    /** The patient of each training pair of a site, by site; empty where not every pair has one named. */
    public Map<String, List<String>> patients() {
        return Collections.unmodifiableMap(patients);
    }

    /** Windows used of every training pair. */
    public int views() {
        return views;
    }

    /** Held-out pairs by site, also of sites that only lend test pairs. */
    public Map<String, List<TrainingPair>> test() {
        return Collections.unmodifiableMap(test);
    }

    /** Number of held-out pairs. */
    public int testSize() {
        return test.values().stream().mapToInt(List::size).sum();
    }

    /** Heap that all that was read takes. */
    long heapBytes() {
        return heapBytes;
    }

    /** Number of a site's real training pairs. */
    int realPairs(String site) {
        return sites.get(site).trainSize() * views;
    }

    /** Number of the real training pairs of all sites that train. */
    int realPairs() {
        return sites.keySet().stream().mapToInt(this::realPairs).sum();
    }

    /** A site's real training pairs in 8 bits, as synthetic ones are. */
    public List<TrainingPair> real(String site, Seed windows) {
        SiteDataset dataset = sites.get(site);
        List<TrainingPair> pairs = new ArrayList<>();
        for (int number = 0; number < realPairs(site); number++) {
            TrainingPair pair =
                    dataset.pair(number / views, windows.at(site).at(number).value());
            pairs.add(new TrainingPair(EightBit.rounded(pair.image()), pair.labels()));
        }
        return pairs;
    }

    /** The real training pairs of all sites that train. */
    public List<TrainingPair> real(Seed windows) {
        List<TrainingPair> pairs = new ArrayList<>();
        sites.keySet().forEach(site -> pairs.addAll(real(site, windows)));
        return pairs;
    }
}
