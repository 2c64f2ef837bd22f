package org.asyndgan.worker.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.asyndgan.nn.export.SafeTensors;
import org.asyndgan.nn.export.StateDictionary;
import org.asyndgan.nn.network.Parameters;
import org.asyndgan.nn.tensor.FloatTensor;
import org.asyndgan.worker.WorkerException;

/** A {@code .safetensors} file with the weights of one network, read whole. */
final class WeightsFile {

    /** What files of our own say of the network whose weights they hold. */
    private static final Set<String> SETTINGS = Set.of(
            "network",
            "width",
            "blocks",
            "layers",
            "norm-layer",
            "normalization",
            "input-channels",
            "output-channels",
            "unet-width",
            "unet-depth",
            "channels",
            "label-values");

    private final String subject;
    private final Map<String, FloatTensor> tensors;
    private final Map<String, String> metadata;

    /**
     * Reads one.
     *
     * @param subject begins the sentence of a failure: what names the file, and the file
     * @throws WorkerException ADG-616 if there is none, or it holds no weights
     */
    WeightsFile(Path file, String subject) {
        this.subject = subject;
        try {
            this.tensors = SafeTensors.read(file);
            this.metadata = SafeTensors.readMetadata(file);
        } catch (NoSuchFileException e) {
            throw unusable("there is no such file", e);
        } catch (FileSystemException e) {
            throw unusable(e.toString(), e);
        } catch (IOException e) {
            throw unusable(e.getMessage(), e);
        }
        if (tensors.isEmpty()) {
            throw unusable("it holds no tensor of 32-bit floats (F32)", null);
        }
    }

    /**
     * Gives its weights to a network.
     *
     * @param shaping names of the settings that decide the network's shape, for the message
     * @throws WorkerException ADG-616 if they are not finite, ADG-617 if they are another network's
     */
    void assignTo(Parameters parameters, String shaping) {
        try {
            StateDictionary.assignExactly(parameters, tensors);
        } catch (IllegalArgumentException other) {
            throw new WorkerException(
                    "ADG-617",
                    subject + ", which does not fit. " + other.getMessage() + ". Set " + shaping
                            + " as they were when these weights were trained, or name another file" + description()
                            + ".",
                    other);
        }
        parameters.firstNonFinite().ifPresent(first -> {
            throw unusable("its tensor " + first.tensor() + " holds NaN or infinite numbers", null);
        });
    }

    /** What the file says of its network, if it is one of ours. */
    private String description() {
        Map<String, String> settings = new TreeMap<>(metadata);
        settings.keySet().retainAll(SETTINGS);
        return settings.isEmpty() ? "" : "; this one says of itself " + settings;
    }

    private WorkerException unusable(String why, Exception cause) {
        String sentence = why.endsWith(".") ? why : why + ". Name one that ./asyndgan export wrote.";
        return new WorkerException("ADG-616", subject + ", which cannot be used: " + sentence, cause);
    }

    boolean hasTensorsOf(WeightsFile other) {
        return tensors.equals(other.tensors);
    }

    /** Writes the same tensors, and what was said of them, to another file. */
    void writeTo(Path other) throws IOException {
        SafeTensors.write(other, tensors, metadata);
    }
}
