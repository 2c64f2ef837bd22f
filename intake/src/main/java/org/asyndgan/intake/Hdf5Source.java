package org.asyndgan.intake;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.asyndgan.intake.file.IntakeException;
import org.asyndgan.intake.file.UnusedFiles.Reason;

/**
 * HDF5 files as the code of the AsynDGAN paper lays them out.
 *
 * <p>Brain: groups {@code train} and, if there is one, {@code test}, in each a group a slice with one data set [H, W]
 * a modality and one called {@code seg}, whose attribute {@code id} names the patient. Nuclei: groups {@code images}
 * [H, W, 3] and {@code labels} [H, W] with the same names in both. Further groups are left
 * aside.
 */
final class Hdf5Source {

    private final Path file;
    private final String modality;
    private final Findings findings;

    Hdf5Source(Path file, String modality, Findings findings) {
        this.file = file;
        this.modality = modality;
        this.findings = findings;
    }

    /** @throws IntakeException ADG-632 if the file is not laid out like that */
    void read(Consumer<Scan> taker) {
        try (HdfFile hdf = new HdfFile(file)) {
            Map<String, Node> root = hdf.getChildren();
            if (root.containsKey("train")) {
                for (String split : new String[] {"train", "test"}) {
                    if (root.get(split) instanceof Group slices) {
                        brain(slices, split, taker);
                    }
                }
            } else if (root.get("images") instanceof Group images && root.get("labels") instanceof Group labels) {
                nuclei(images, labels, taker);
            } else {
                throw wrong("it has the groups " + root.keySet() + ", but neither train nor images and labels");
            }
            Set<String> read = root.containsKey("train") ? Set.of("train", "test") : Set.of("images", "labels");
            root.keySet().stream().filter(name -> !read.contains(name)).sorted().forEach(name -> findings.unused()
                    .add(Reason.GROUP, name));
        } catch (HdfException | ArithmeticException | IllegalArgumentException e) {
            // The last two are what its reader has for damaged numbers
            throw new IntakeException(
                    "ADG-632", "File " + file + " cannot be read as HDF5: " + e.getMessage() + ".", e);
        }
    }

    private void brain(Group slices, String split, Consumer<Scan> taker) {
        new TreeMap<>(slices.getChildren()).forEach((name, node) -> {
            if (!(node instanceof Group slice)
                    || !(slice.getChild(modality) instanceof Dataset image)
                    || !(slice.getChild("seg") instanceof Dataset seg)) {
                throw wrong("group " + split + "/" + name + " has no data sets " + modality + " and seg"
                        + (node instanceof Group group
                                ? ", but " + group.getChildren().keySet()
                                : ""));
            }
            taker.accept(scan(patient(seg).orElse(name), split, 1, image, seg));
        });
    }

    private static Optional<String> patient(Dataset seg) {
        Attribute id = seg.getAttribute("id");
        return Optional.ofNullable(id).map(Attribute::getData).map(data -> {
            Object first = data.getClass().isArray() ? Array.get(data, 0) : data;
            return String.valueOf(first);
        });
    }

    private void nuclei(Group images, Group labels, Consumer<Scan> taker) {
        new TreeMap<>(labels.getChildren())
                .keySet().stream().filter(name -> images.getChild(name) == null).forEach(name -> findings.unused()
                        .add(Reason.NO_IMAGE, "labels/" + name));
        new TreeMap<>(images.getChildren()).forEach((name, node) -> {
            if (!(node instanceof Dataset image) || !(labels.getChild(name) instanceof Dataset label)) {
                throw wrong("image " + name + " has no label of that name");
            }
            taker.accept(scan(name, "", image.getDimensions().length == 3 ? 3 : 1, image, label));
        });
    }

    private Scan scan(String patient, String split, int channels, Dataset image, Dataset label) {
        int[] size = label.getDimensions();
        int[] imageSize = image.getDimensions();
        boolean fits = size.length == 2
                && imageSize.length == (channels == 1 ? 2 : 3)
                && imageSize[0] == size[0]
                && imageSize[1] == size[1]
                && (channels == 1 || imageSize[2] == channels);
        if (!fits) {
            throw wrong("data sets " + image.getPath() + " " + java.util.Arrays.toString(imageSize) + " and "
                    + label.getPath() + " " + java.util.Arrays.toString(size) + " are not [H, W] or [H, W, 3] and [H,"
                    + " W]");
        }
        float[] interleaved = numbers(image);
        float[] planes = new float[interleaved.length];
        int plane = size[0] * size[1];
        for (int i = 0; i < planes.length; i++) {
            planes[i % channels * plane + i / channels] = interleaved[i];
        }
        int[][] classes = ClassValues.of(1, z -> numbers(label), 0, file + label.getPath(), findings);
        return new Scan(patient, split, channels, size[0], size[1], new float[][] {planes}, classes);
    }

    private float[] numbers(Dataset dataset) {
        Object flat = dataset.getDataFlat();
        float[] numbers = new float[Array.getLength(flat)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(Array.get(flat, i), dataset);
        }
        return numbers;
    }

    /** HDF5 has no type for truth values; h5py writes them as an enumeration, whose values are read as their names. */
    private float number(Object value, Dataset dataset) {
        if (value instanceof Number number) {
            return number.floatValue();
        } else if ("TRUE".equals(value) || Boolean.TRUE.equals(value)) {
            return 1;
        } else if ("FALSE".equals(value) || Boolean.FALSE.equals(value)) {
            return 0;
        }
        throw new IntakeException(
                "ADG-632",
                "Data set " + dataset.getPath() + " of " + file + " holds "
                        + value.getClass().getSimpleName()
                        + " values, but numbers or truth values are read. Write it as numbers.");
    }

    private IntakeException wrong(String why) {
        return new IntakeException(
                "ADG-632",
                "File " + file + " is not laid out as expected: " + why + ". Brain: train/SLICE/{" + modality
                        + ", seg}; nuclei: images/NAME and labels/NAME.");
    }
}
