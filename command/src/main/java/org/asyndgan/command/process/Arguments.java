package org.asyndgan.command.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.asyndgan.command.plan.LocalData;
import org.asyndgan.command.plan.RunFolder;
import org.asyndgan.command.plan.RunSettings;
import org.asyndgan.core.folding.Until;
import org.asyndgan.core.release.PreviewSettings;

/** The command lines of a run's child processes. */
public final class Arguments {

    /** Previews of a whole run; more tell a person no more. */
    private static final long PREVIEWS = 50;

    private final RunSettings settings;
    private final LocalData data;
    private final RunFolder folder;
    private final String brokers;
    private final String registry;
    private final boolean isShown;

    /** @param isShown whether the run is shown to people, on a page or in a report, for whom previews are drawn */
    public Arguments(
            RunSettings settings, LocalData data, RunFolder folder, String brokers, String registry, boolean isShown) {
        this.settings = settings;
        this.data = data;
        this.folder = folder;
        this.brokers = brokers;
        this.registry = registry;
        this.isShown = isShown;
    }

    public List<String> live(int port) {
        return new Flags("live")
                .set("run", settings.name())
                .set("brokers", brokers)
                .set("registry", registry)
                .set("sites", String.join(",", data.siteNames()))
                .set("http-port", port)
                .set("exit-with-parent", true)
                .list();
    }

    public List<String> generator() {
        RunSettings.Training training = settings.training();
        Flags flags = worker("generator")
                .set("state", folder.generator())
                .set("sites", String.join(",", data.siteNames()))
                .set("seed", settings.seed())
                .set("steps", training.steps())
                .set("until", training.until())
                .set("mode", training.mode())
                .set("batch-size", training.batchSize())
                .set("image-size", settings.images().size())
                .set("channels", data.images().channels())
                .set("classes", data.summary().classes().classes())
                .set("width", training.generatorWidth())
                .set("blocks", training.blocks())
                .set("dropout", training.networks().dropout())
                .set("decoder", training.networks().decoder())
                .set("noise", training.networks().noise())
                .set("site-code", training.networks().siteCode())
                .set("learning-rate", training.learningRate())
                .set("averaging", training.averaging())
                .set("release-samples", training.releaseSamples());
        if (training.until() == Until.CONVERGED) {
            flags.set(
                    "preview-every", PreviewSettings.toDecide(training.steps()).every());
        } else if (isShown) {
            flags.set("preview-every", Math.max(1, training.steps() / PREVIEWS));
        }
        return flags.list();
    }

    /** @param site among those of the data */
    public List<String> site(String site) {
        RunSettings.Training training = settings.training();
        var pairs = data.sites().stream()
                .filter(folderOfSite -> folderOfSite.name().equals(site))
                .findFirst()
                .orElseThrow();
        Flags flags = images(worker("site"));
        if (settings.properties().getOrDefault(RunSettings.PRIVACY, "none").equalsIgnoreCase("dp")) {
            flags.set("privacy-ledger", ledger(site));
        }
        return flags.set("name", site)
                .set("data", data.path(pairs))
                .set("state", folder.site(site))
                .set("views-per-pair", settings.images().views())
                // Whoever started the run was told.
                .set("accept-doubts", true)
                .set("seed", settings.seed())
                // One machine, one owner: ids that repeat make runs that repeat.
                .set("mask-seed", settings.seed())
                .set("real-pairs", training.realPairs())
                .set("steps", training.steps())
                .set("batch-size", training.batchSize())
                .set("width", training.discriminatorWidth())
                .set("layers", training.layers())
                .set("discriminator", training.networks().discriminator())
                .set("norm-layer", training.networks().discriminatorNormLayer())
                .set("loss", training.loss())
                .set("learning-rate", training.discriminatorLearningRate())
                .list();
    }

    /** One for all runs on the same images, beside the runs' folders. */
    private Path ledger(String site) {
        Path data = settings.data().toAbsolutePath().normalize();
        return settings.runs().toAbsolutePath().normalize().resolve("ledgers").resolve(data.getFileName() + "-" + site);
    }

    public List<String> segmenter() {
        Flags flags = uNet(images(worker("segment")), "").set("state", folder.segmenter());
        List<String> test = data.testFolders();
        for (int i = 0; i < test.size(); i++) {
            // One by one: a list in one value is split at commas, which a folder's name may hold.
            flags.set("set", "asyndgan.segmenter.test-folders[" + i + "]=" + test.get(i));
        }
        return flags.list();
    }

    /**
     * An arm to compare with.
     *
     * @param sites whose real images it is trained on
     */
    public List<String> arm(String name, List<String> sites) {
        return uNet(images(new Flags("arm")), "segmentation-")
                .set("name", name)
                .set("data", settings.data().toAbsolutePath())
                .set("sites", String.join(",", sites))
                .set("views-per-pair", settings.images().views())
                .set("out", folder.arm(name))
                .list();
    }

    private Flags worker(String command) {
        Flags flags = new Flags(command)
                .set("run", settings.name())
                .set("brokers", brokers)
                .set("registry", registry)
                .set("http-port", 0)
                .set("threads", 1)
                .set("exit-with-parent", true);
        settings.properties().forEach((name, value) -> flags.set("set", name + "=" + value));
        return flags;
    }

    private Flags images(Flags flags) {
        RunSettings.Images images = data.images();
        if (!settings.labelMap().isEmpty()) {
            flags.set("label-map", String.join(",", settings.labelMap()));
        }
        return flags.set("label-values", data.labelValues())
                .set("image-size", images.size())
                .set("channels", images.channels())
                .set("fit", images.fit())
                .set("load-size", images.loadSize())
                .set("intensity-scaling", images.intensityScaling());
    }

    /** @param prefix of the flags that an arm has by the names that they have for {@code train} */
    private Flags uNet(Flags flags, String prefix) {
        RunSettings.Segmentation segmentation = settings.segmentation();
        return flags.set("seed", settings.seed())
                .set("steps", segmentation.steps())
                .set("batch-size", segmentation.batchSize())
                .set("width", segmentation.width())
                .set("depth", segmentation.depth())
                .set("intensity-jitter", segmentation.intensityJitter())
                .set(prefix + "learning-rate", segmentation.learningRate())
                .set(prefix + "decay-from", segmentation.decayFrom())
                .set(prefix + "decay-power", segmentation.decayPower())
                .set(prefix + "blocks", segmentation.blocks())
                .set(prefix + "changes", segmentation.changes())
                .set(prefix + "balance", segmentation.balance())
                .set(prefix + "average-flips", segmentation.averageFlips());
    }

    /** A command line that grows. */
    private static final class Flags {

        private final List<String> list = new ArrayList<>();

        Flags(String command) {
            list.add(command);
        }

        Flags set(String flag, Object value) {
            String text = value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : value.toString();
            list.add("--" + flag + "=" + text);
            return this;
        }

        List<String> list() {
            return List.copyOf(list);
        }
    }
}
