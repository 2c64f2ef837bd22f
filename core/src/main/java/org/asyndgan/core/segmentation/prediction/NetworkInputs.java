package org.asyndgan.core.segmentation.prediction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.asyndgan.imaging.dataset.Augmentation;
import org.asyndgan.imaging.dataset.DatasetSettings;
import org.asyndgan.imaging.dataset.Fit;
import org.asyndgan.imaging.dataset.IntensityScaling;
import org.asyndgan.imaging.folder.DatasetException;
import org.asyndgan.imaging.label.ClassTable;
import org.asyndgan.nn.architecture.UNet;
import org.asyndgan.nn.architecture.UNetSettings;
import org.asyndgan.nn.architecture.UNetSettings.Blocks;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;

/**
 * What a trained segmentation network expects of images, kept in the metadata of its weights' file, so that whoever has
 * the file needs nothing else.
 *
 * @param network its shape
 * @param images what is done to images before it sees them
 * @param classes which value in a mask is which of its classes
 * @param averaged symmetries over whose flips its predictions are averaged
 */
public record NetworkInputs(UNetSettings network, DatasetSettings images, ClassTable classes, Augmentation averaged) {

    /** Predictions are those of the image as it is. */
    public NetworkInputs(UNetSettings network, DatasetSettings images, ClassTable classes) {
        this(network, images, classes, Augmentation.NONE);
    }

    private static final String INTENSITY_SCALING = "intensity-scaling";
    /** What older files call it. */
    private static final String INTENSITY_SCALING_BEFORE = "normalisation";

    /** These settings as metadata, together with other values. */
    public Map<String, String> metadata(Map<String, ?> others) {
        Map<String, String> all = new TreeMap<>();
        others.forEach((name, value) -> all.put(name, String.valueOf(value)));
        all.put("unet-width", Integer.toString(network.width()));
        all.put("unet-depth", Integer.toString(network.depth()));
        all.put("unet-blocks", network.blocks().name());
        all.put("averaged-flips", averaged.name());
        all.put("channels", Integer.toString(network.inputChannels()));
        all.put("image-size", Integer.toString(images.imageSize()));
        all.put("fit", images.fit().name());
        all.put("load-size", Integer.toString(images.loadSize()));
        all.put(INTENSITY_SCALING, images.intensityScaling().name());
        all.put("label-values", classes.toString());
        return all;
    }

    /**
     * Reads them back from a weights' file.
     *
     * @throws DatasetException ADG-626 if the file cannot be read, or was not written with them
     */
    public static NetworkInputs read(Path weights) {
        if (!Files.isRegularFile(weights)) {
            throw new DatasetException(
                    "ADG-626",
                    "There is no file " + weights
                            + ". Name the network.safetensors that a segmentation trainer wrote into"
                            + " its state folder.");
        }
        try {
            Map<String, String> metadata = SafeTensors.readMetadata(weights);
            ClassTable classes = new ClassTable(
                    Arrays.stream(metadata.getOrDefault("label-values", "").split(",\\s*", -1))
                            .map(Integer::valueOf)
                            .toList());
            int channels = number(metadata, "channels");
            return new NetworkInputs(
                    new UNetSettings(
                            channels,
                            classes.classes(),
                            number(metadata, "unet-width"),
                            number(metadata, "unet-depth"),
                            Blocks.valueOf(metadata.getOrDefault("unet-blocks", Blocks.PLAIN.name()))),
                    new DatasetSettings(
                            number(metadata, "image-size"),
                            Fit.valueOf(metadata.getOrDefault("fit", "")),
                            number(metadata, "load-size"),
                            channels,
                            IntensityScaling.valueOf(metadata.getOrDefault(
                                    INTENSITY_SCALING, metadata.getOrDefault(INTENSITY_SCALING_BEFORE, ""))),
                            Augmentation.NONE),
                    classes,
                    Augmentation.valueOf(metadata.getOrDefault("averaged-flips", Augmentation.NONE.name())));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(weights, e);
        }
    }

    private static int number(Map<String, String> metadata, String name) {
        return Integer.parseInt(metadata.getOrDefault(name, ""));
    }

    /**
     * The network with the file's weights; the caller closes it.
     *
     * @throws DatasetException ADG-626 if they are another network's
     */
    public UNet open(Path weights) {
        UNet unet = new UNet(network, 0);
        try {
            StateDictionary.assign(unet.parameters(), SafeTensors.read(weights));
            return unet;
        } catch (IOException | IllegalArgumentException e) {
            unet.close();
            throw unusable(weights, e);
        }
    }

    private static DatasetException unusable(Path weights, Exception why) {
        return new DatasetException(
                "ADG-626",
                "The weights " + weights + " cannot be used (" + why.getMessage()
                        + "). Name the network.safetensors that a segmentation trainer of this version wrote.",
                why);
    }

    /** Settings as text are what snapshots are told apart by; without averaging they read as they did before there was any. */
    @Override
    public String toString() {
        return "NetworkInputs[network=" + network + ", images=" + images + ", classes=" + classes
                + (averaged == Augmentation.NONE ? "]" : ", averaged=" + averaged + "]");
    }
}
